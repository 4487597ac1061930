"""Progress of long work on a terminal, and silence elsewhere; kinds of subject as people type them."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hub.errors import StopError
from hub.rebuild.verify import Progress as Told
from hub.views.things import SUBJECT_KINDS

KIND_HELP = f"Hanya jenis objek ini; dapat diulang. Yang ada: {', '.join(SUBJECT_KINDS)}."


def kinds_of(names: list[str] | None) -> frozenset[int] | None:
    """Numbers of the kinds with these names; None, which is all, where none was named.

    Raises:
        StopError: there is no such kind.
    """
    if not names:
        return None
    if unknown := [name for name in names if name not in SUBJECT_KINDS]:
        raise StopError(f"Tidak ada jenis objek {unknown[0]!r}. Yang ada: {', '.join(SUBJECT_KINDS)}.")
    return frozenset(int(SUBJECT_KINDS[name]) for name in names)


@contextmanager
def shown(what: str) -> Iterator[Told]:
    """A bar of subjects done, on standard error; hands out the function that moves it."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("objek"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
