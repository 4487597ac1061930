"""What people do with letters on the desk: send one again unchanged, or close it with a reason. Each leaves a row in `audit`."""

from dataclasses import replace
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub.bus.publisher import Message, Publisher, Sent
from hub.bus.records import topic_of
from hub.errors import TryLaterError
from hub.keys.vault import Vault
from hub.settings import Settings
from hub.store.tables import audit, dead_letter, topic_pause
from hub.web import policy
from hub.web.masking import is_whole
from hub.web.policy import Domain
from hub.web.problems import CHANGED, INPUT, NOT_FOUND, RefusedError
from hub.web.queries import desk
from hub.web.queries.desk import Letter
from hub.web.viewer import Viewer
from schemas.registry import EVENT_TYPES

WAITING: Final = ("open", "resent")
_STRUCTURED: Final = [("content-type", b"application/cloudevents+json")]
NOT_WHOLE: Final = (
    "Kiriman ini tidak dapat dikirim ulang dari sini: isinya bukan peristiwa utuh. Minta pengirim memperbaiki dan mengirimnya."
)


class Desk:
    """The desk as an operator works on it."""

    def __init__(self, settings: Settings, engine: AsyncEngine, vault: Vault, publisher: Publisher) -> None:
        self._settings = settings
        self._engine = engine
        self._vault = vault
        self._publisher = publisher

    async def resend(self, viewer: Viewer, number: int) -> None:
        """Sends the body again, byte for byte, on its own topic. It closes itself when it is accepted.

        Raises:
            RefusedError: there is no such letter for the viewer, it is closed, or it is no whole event.
            TryLaterError: Kafka did not acknowledge; sending once more is harmless.
        """
        async with self._engine.connect() as connection:
            letter = await desk.one(connection, self._vault, viewer, number)
        (sent,) = await self._publisher.publish([self._message(letter)])
        if sent is not Sent.ACKED:
            raise TryLaterError("Kafka belum menjawab. Kirim ulang sekali lagi aman: peristiwa yang sama tidak dicatat dua kali.")
        async with self._engine.begin() as connection:
            await self._settle(connection, viewer, number, {"state": "resent"}, "letter-resent")

    def _message(self, letter: Letter) -> Message:
        if letter.row.state not in WAITING:
            raise RefusedError(CHANGED)
        if letter.body is None or not is_whole(letter.body):
            raise RefusedError(replace(INPUT, detail=NOT_WHOLE))
        return Message(self._topic(letter.row), str(from_json(letter.body)["subject"]).encode(), letter.body, _STRUCTURED)

    def _topic(self, row: Any) -> str:
        """Its own; of what the intake refused, the sender's topic of the type's domain."""
        if row.topic is not None:
            return str(row.topic)
        known = EVENT_TYPES.get(row.type or "")
        if known is None:
            raise RefusedError(replace(INPUT, detail=NOT_WHOLE))
        return topic_of(self._settings.topic_prefix, known.domain, row.agency)

    async def close(self, viewer: Viewer, number: int, note: str) -> None:
        """Closes a letter for good, with the reason why nothing more is to be done.

        Raises:
            RefusedError: there is no such letter for the viewer, it is closed, or the reason is missing.
        """
        policy.require(viewer, Domain.DESK)
        if not note.strip():
            raise RefusedError(replace(INPUT, detail="Tulis alasan menutup."))
        said = {"state": "closed", "closed_at": func.now(), "closed_by": viewer.login, "note": note.strip()[:2000]}
        async with self._engine.begin() as connection:
            await self._settle(connection, viewer, number, said, "letter-closed")

    async def go_on(self, viewer: Viewer, topic: str) -> None:
        """Ends the pause of a topic; the consumer goes on from where it stood.

        Raises:
            RefusedError: no such topic is paused, as far as the viewer sees.
        """
        async with self._engine.begin() as connection:
            if topic not in {row.topic for row in await desk.pauses(connection, viewer)}:
                raise RefusedError(NOT_FOUND)
            await connection.execute(delete(topic_pause).where(topic_pause.c.topic == topic))
            await connection.execute(insert(audit).values(who=viewer.login, action="topic-resumed", detail={"topic": topic}))

    async def _settle(self, connection: AsyncConnection, viewer: Viewer, number: int, said: dict[str, Any], action: str) -> None:
        mine = (dead_letter.c.no == number, policy.within(viewer, Domain.DESK, dead_letter.c.agency))
        if (await connection.execute(select(dead_letter.c.no).where(*mine))).scalar() is None:
            raise RefusedError(NOT_FOUND)
        changed = await connection.execute(update(dead_letter).where(*mine, dead_letter.c.state.in_(WAITING)).values(said))
        if changed.rowcount == 0 and said["state"] == "closed":
            raise RefusedError(CHANGED)
        await connection.execute(insert(audit).values(who=viewer.login, action=action, detail={"letter": number}))
