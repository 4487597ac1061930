"""Errors, sorted by what the caller does next: try later, set aside, or stop."""


class SimpulError(Exception):
    """Anything that the hub itself raises; its text is a sentence for the person who meets it."""


class TryLaterError(SimpulError):
    """A server is away or busy: the same call is right again later."""


class SetAsideError(SimpulError):
    """This one input is wrong, for ever: it goes to the desk with its reason, and the others go on.

    Attributes:
        code: short name of the reason, the same in the API, on the desk and in metrics.
        pointer: JSON Pointer to the place in the input, or "".
    """

    def __init__(self, code: str, sentence: str, pointer: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.pointer = pointer


class StopError(SimpulError):
    """Going on would do harm: end the process with this sentence; the supervisor decides about a restart."""
