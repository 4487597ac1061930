"""One random event from one number, whatever else is told: so a history shrinks by leaving numbers out."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from schemas.payload import Payload
from schemas.registry import event_type_of
from tests.histories import complaints, money, personnel, reference
from tests.histories.world import SPEAKERS, SUBJECTS, TIMES, Speaker, dice, maybe
from tests.model.said import Said

MAKES: Final[Mapping[type[Payload], Callable[[Random], dict[str, Any]]]] = {
    **personnel.MAKES,
    **complaints.MAKES,
    **money.MAKES,
    **reference.MAKES,
}
"""Every type of fact, by its model; a domain is a file beside this one and a line here."""

OF_KIND: Final[dict[str, list[type[Payload]]]] = {
    kind: [model for model in MAKES if event_type_of(model).kind == kind] for kind in SUBJECTS
}
IN_TIME: Final = 0.7
"""How many amendments are surely not older than their target, and so count."""
FAVOURED: Final = 0.6
"""How much of what is told is about the first subject of its kind, so that its facts are many."""


def fact(seed: int, kinds: tuple[str, ...]) -> Said:
    """A fact about a subject of one of the kinds."""
    rng = dice(seed)
    models = OF_KIND[rng.choice(kinds)]
    model = rng.choices(models, [_weight(m, len(models)) for m in models])[0]
    speaker, subject = _who_and_what(rng, model)
    told = event_type_of(model)
    name = f"{told.short.partition('.')[2]}:{subject.rpartition(':')[2]}:{seed:06}"
    about = maybe(rng, "reporter/lapor:1", "reporter/lapor:2") if told.kind == "complaint" else None
    return Said(speaker.path, name, subject, rng.choice(TIMES), model, payload(rng, model, speaker), about=about)


def _weight(model: type[Payload], types: int) -> float:
    """What begins something is told oftener where there is much that can follow: without it nothing of that is seen."""
    return max(1, types / 4) if event_type_of(model).rank == 0 else 1


def amendment(seed: int, said: list[Said]) -> Said:
    """An amendment of one of those; some are void: too old, of nothing, of another type, about another subject."""
    rng = dice(seed)
    target = rng.choice(said)
    speaker = next(s for s in SPEAKERS if s.path == target.source)
    kind: Any = rng.choice(("correction", "correction", "withdrawal"))
    model, of, subject = target.model, target.name, target.subject
    match rng.randrange(20):
        case 0:
            of = (target.source, "never-said:0:000000")
        case 1:
            model = rng.choice(OF_KIND[target.told.kind])
        case 2:
            subject = _who_and_what(rng, model, speaker)[1]
    data = payload(rng, model, speaker) if kind == "correction" else None
    time = rng.choice([time for time in TIMES if time >= target.time] if rng.random() < IN_TIME else TIMES)
    return Said(target.source, f"{kind}:{seed:06}", subject, time, model, data, kind, of, target.about)


def impostor(seed: int, said: list[Said]) -> Said:
    """Another content under the name of one of those."""
    rng = dice(seed)
    victim = rng.choice(said)
    speaker = next(s for s in SPEAKERS if s.path == victim.source)
    return Said(
        victim.source, victim.id, victim.subject, rng.choice(TIMES), victim.model, payload(rng, victim.model, speaker), about=victim.about
    )


def payload(rng: Random, model: type[Payload], speaker: Speaker) -> Payload:
    """Valid data of a type, that this source may say."""
    fields = MAKES[model](rng)
    if speaker.scope == "own":
        fields |= {name: speaker.agency for name in event_type_of(model).own_agency if fields.get(name) is not None}
    return model.model_validate(fields)


def _who_and_what(rng: Random, model: type[Payload], given: Speaker | None = None) -> tuple[Speaker, str]:
    """A source and a subject that it may speak of."""
    told = event_type_of(model)
    if told.kind == "source":
        speaker = given or rng.choice(SPEAKERS[:3])
        return speaker, f"source/{speaker.slug}:{speaker.slug}"
    may = [
        (speaker, subject)
        for speaker in ([given] if given else SPEAKERS)
        for subject in SUBJECTS[told.kind]
        if told.domain in speaker.domains and (speaker.scope == "region" or _owner(subject).agency == speaker.agency)
    ]
    favourite = [(speaker, subject) for speaker, subject in may if subject == SUBJECTS[told.kind][0]]
    return rng.choice(favourite if favourite and rng.random() < FAVOURED else may)


def _owner(subject: str) -> Speaker:
    slug = subject.partition("/")[2].partition(":")[0]
    return next(speaker for speaker in SPEAKERS if speaker.slug == slug)
