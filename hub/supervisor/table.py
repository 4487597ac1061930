"""The hub's processes, one line each, in the order in which they are started; they are ended in the opposite order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    """A process of the hub.

    Attributes:
        name: what ``simpul run`` takes.
        module: has ``async def serve(settings: Settings) -> None``, which returns or is cancelled at the end.
        does: what it is for, as the command line says it.
        pages: whether it listens on the settings' port; the others get a port for metrics alone.
    """

    name: str
    module: str
    does: str
    pages: bool = False


PROCESSES = (
    Process("notifier", "hub.notify.main", "mengirim pemberitahuan dari kotak keluar"),
    Process("evaluator", "hub.alerts.main", "menilai aturan dan membuka, mengubah, atau menutup peringatan"),
    Process("consumer", "hub.consuming", "membaca Kafka dan memperbarui catatan peristiwa serta tampilan"),
    Process("web", "hub.web.main", "menerima peristiwa lewat HTTP dan menyajikan halaman serta API", pages=True),
    Process("connectors", "hub.working", "membaca sumber-sumber OPD dan mengerjakan tugas panjang"),
)


def process(name: str) -> Process:
    """The process of this name; KeyError when there is none."""
    return {one.name: one for one in PROCESSES}[name]
