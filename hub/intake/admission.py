"""Who may say what, decided from the event and the registry of sources alone: HTTP, Kafka and connectors get the same answer.

Nothing here asks what is known already: an answer that depends on what has arrived before would differ after a rebuild.
"""

from typing import Any, Final

from hub.errors import SetAsideError
from hub.store.order import instant
from hub.store.sources import Source, Sources
from schemas.decode import matter
from schemas.envelope import Event
from schemas.event_type import EventType

AHEAD_US: Final = 5 * 60 * 1_000_000
"""Clocks of agencies may be so far ahead of the hub's (design.md 3); a `time` beyond it is a lie or a typing error."""
OF_SOURCES: Final = "source"
"""Kind of the subjects by which a source speaks of itself (`source-checked`); every source may, whatever its domains are."""


def admit(event: Event, source: Source, sources: Sources, now: int) -> None:
    """Whether this source may say this now.

    Args:
        event: as `schemas.decode.decode` gave it.
        source: whom the credential, or the topic, stands for.
        sources: the registry as it is now.
        now: when the event was received, by the hub's clock; microseconds since 2000.

    Raises:
        SetAsideError: it may not. Codes: other-source, source-closed, foreign-amendment, domain, scope, subject-source, time-ahead.
    """
    known = sources.by_path.get(event.source)
    if known is None or known.no != source.no:
        raise SetAsideError("other-source", "Sumber peristiwa harus sumber pemilik kunci atau topik ini.", "/source")
    if source.closed_at is not None and now >= source.closed_at:
        raise SetAsideError("source-closed", "Sumber ini sudah ditutup. Pakai sumber penggantinya.", "/source")
    if event.event_type.amendment is not None and event.data.of.source != event.source:
        sentence = "Koreksi dan penarikan hanya dapat datang dari sumber peristiwa asalnya."
        raise SetAsideError("foreign-amendment", sentence, "/data/of/source")
    told, payload = matter(event)
    _refuse_foreign_matter(event, told, source, sources)
    if source.scope == "own" and payload is not None:
        _refuse_foreign_agency(told, payload, source, "/data" if payload is event.data else "/data/payload")
    if instant(event.time) > now + AHEAD_US:
        raise SetAsideError("time-ahead", "Waktu tercatat (time) lebih dari 5 menit di depan jam hub. Periksa jam pengirim.", "/time")


def _refuse_foreign_matter(event: Event, told: EventType, source: Source, sources: Sources) -> None:
    """The domain, and whose record the subject is."""
    slug = event.subject[event.subject.index("/") + 1 : event.subject.index(":")]
    if event.event_type.domain not in source.domains and not (told.kind == OF_SOURCES and slug == source.slug):
        raise SetAsideError("domain", "Sumber ini tidak didaftarkan untuk domain peristiwa ini.", "/type")
    owner = sources.by_slug.get(slug)
    if owner is None:
        raise SetAsideError("subject-source", "Objek (subject) menyebut sumber yang tidak terdaftar.", "/subject")
    if source.scope == "own" and owner.agency != source.agency:
        raise SetAsideError("scope", "Objek (subject) milik OPD lain, sedangkan sumber ini hanya untuk OPD-nya sendiri.", "/subject")


def _refuse_foreign_agency(told: EventType, payload: Any, source: Source, place: str) -> None:
    for field in told.own_agency:
        said = getattr(payload, field)
        if said is not None and said != source.agency:
            sentence = f"Isian {field} menyebut OPD lain, sedangkan sumber ini hanya untuk OPD-nya sendiri."
            raise SetAsideError("scope", sentence, f"{place}/{field}")
