"""What a consumer remembers of subjects between batches. Never the truth: an entry counts only while its version is the stored one."""

from collections import OrderedDict
from typing import Any

import msgspec

from hub.keys.vault import PersonKey
from hub.store.order import FIRST


class Entry(msgspec.Struct, gc=False):
    """A subject after a batch; replaced, never changed, so that a rollback leaves memory right.

    Attributes:
        last: order key of its newest fact: what sorts behind it is one step, all else a replay.
        amended: it has amendments, so it is always folded anew.
        key: the key that seals its classified fields; None: not needed yet.
    """

    version: int = 0
    last: bytes = FIRST
    amended: bool = False
    state: Any = None
    key: PersonKey | None = None


class Memory:
    """The least recently used leave first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[int, Entry] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, skey: int) -> Entry | None:
        return self._entries.get(skey)

    def clear(self) -> None:
        self._entries.clear()

    def keep(self, entries: dict[int, Entry]) -> None:
        known = self._entries
        for skey, entry in entries.items():
            known[skey] = entry
            known.move_to_end(skey)
        while len(known) > self._most:
            known.popitem(last=False)
