"""Where connectors stand, what they said last of every key, and the journal of their runs."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)

from hub.store.metadata import metadata
from hub.store.tables import source

_MOMENT = DateTime(timezone=True)


def _whose() -> tuple[Column[int], Column[str], Column[str]]:
    return (
        Column("source", SmallInteger, ForeignKey(source.c.no), primary_key=True, autoincrement=False),
        Column("connector", Text, primary_key=True),
        Column("feed", Text, primary_key=True, comment="Which stream of the source, where it has several."),
    )


cursor = Table(
    "cursor",
    metadata,
    *_whose(),
    Column("place", Text, nullable=False, comment="Only the connector understands it. Moves when Kafka has acknowledged."),
    Column("at", _MOMENT, nullable=False, server_default=func.now()),
)

connector_key = Table(
    "connector_key",
    metadata,
    Column("k", Uuid, primary_key=True, comment="Hash of source, event and the source's key."),
    Column("source", SmallInteger, nullable=False),
    Column("version", Integer, nullable=False, comment="Counts the contents seen, where the source has no change stamp."),
    Column("mac", Uuid, nullable=False, comment="Keyed MAC of the newest content."),
    Column("sent", Boolean, nullable=False, comment="False: written before it was published; whether Kafka has it is not known."),
    postgresql_with={"fillfactor": 70},
)

run = Table(
    "run",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("source", SmallInteger, ForeignKey(source.c.no), nullable=False),
    Column("connector", Text, nullable=False),
    Column("feed", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="running", comment="running, done, failed, broken (killed in the middle)"),
    Column("history", Boolean, nullable=False, comment="Before the first complete load: its events notify nobody."),
    Column("started_at", _MOMENT, nullable=False, server_default=func.now()),
    Column("ended_at", _MOMENT),
    Column("records", BigInteger, nullable=False, server_default=text("0"), comment="Read."),
    Column("sent", BigInteger, nullable=False, server_default=text("0"), comment="New or changed, and acknowledged by Kafka."),
    Column("refused", BigInteger, nullable=False, server_default=text("0"), comment="Put on the desk."),
    Column("error", Text, comment="Why it failed: a sentence of ours, without a value."),
    CheckConstraint("state IN ('running', 'done', 'failed', 'broken')", name="state"),
    Index("ix_run_whose", "source", "connector", "feed", "no"),
)
