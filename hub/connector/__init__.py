"""READ: the kit. An author of a connector imports this module and `schemas`, nothing else (CONTRIBUTING.md has the recipe).

A connector is an async generator that yields what it found, in a stable order, from where it stopped:

    class Settings(ConnectorSettings):
        url: HttpUrl = Field(description="Alamat ekspor portal.", examples=["https://portal.example/ekspor"])

    @connector("complaints_portal", settings=Settings, emits=[ComplaintReceived], every="5m")
    async def complaints_portal(settings: Settings, since: Cursor | None) -> AsyncIterator[Finding]:
        ...
        yield Record(complaint, key=row["number"], time=recorded, cursor=Cursor(row["changed_at"]), version=row["changed_at"])

The kit gives each record its id, checks it as the intake would, publishes it, and moves the cursor when Kafka has acknowledged. So a
connector may be killed at any moment and run again: what was said already is not said twice, and what changed gets the next version.
"""

from hub.connector.kit import CannotReadError, Connector, ConnectorSettings, Cursor, Finding, Record, Unusable, connector

__all__ = ["CannotReadError", "Connector", "ConnectorSettings", "Cursor", "Finding", "Record", "Unusable", "connector"]
