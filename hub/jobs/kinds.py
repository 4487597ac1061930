"""Every kind of long job, one line each; a test finds the unlisted."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.jobs import upkeep
from hub.jobs.work import Kind

_ALL: Final = (
    Kind("log-partitions", upkeep.log_partitions, "Menyiapkan bagian berikutnya dari catatan peristiwa."),
    Kind("statistics", upkeep.statistics, "Memperbarui statistik tabel supaya pertanyaan ke basis data tetap cepat."),
)
KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in _ALL})
