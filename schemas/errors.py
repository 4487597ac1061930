"""Why an event could not be read: a code for machines, a sentence for the sender, a pointer to the place."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Short name of a reason; the same in the API, on the desk and in metrics."""

    BROKEN_JSON = "broken-json"
    NOT_UTF8 = "not-utf8"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    DUPLICATE_KEY = "duplicate-key"
    NUL = "nul"
    UNKNOWN_TYPE = "unknown-type"
    UNKNOWN_VERSION = "unknown-version"
    MISSING_FIELD = "missing-field"
    UNKNOWN_FIELD = "unknown-field"
    WRONG_FIELD = "wrong-field"
    NAIVE_TIME = "naive-time"
    PERSONAL_KEY = "personal-key"
    NOT_CLOUDEVENTS = "not-cloudevents"
    WRONG_MEDIA_TYPE = "wrong-media-type"
    BAD_HEADER = "bad-header"
    NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an event.

    Attributes:
        code: the reason.
        sentence: Indonesian, for the person who sends; never holds a value of the event.
        pointer: JSON Pointer (RFC 6901) into the structured event, or "" for the whole.
    """

    code: Code
    sentence: str
    pointer: str = ""


class Unreadable(Exception):  # noqa: N818 -- reads as what it says where it is raised; part of the contract's vocabulary
    """The bytes are no event of ours, and never will be.

    `faults` has all that was found, at most `MOST_FAULTS`; the first speaks for all.
    """

    def __init__(self, code: Code, sentence: str, pointer: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.pointer = pointer
        self.faults = faults or (Fault(code, sentence, pointer),)


MOST_FAULTS = 20
"""An answer that lists a thousand faults helps nobody."""
