"""The supervisor itself: start in order, watch, end in order."""

import asyncio
import time
from collections.abc import Callable

from hub import home
from hub.demo import first as demo
from hub.embedded import ports
from hub.errors import StopError, TryLaterError
from hub.reference import first as reference
from hub.settings import Settings
from hub.store.migrate import upgrade
from hub.supervisor import crew, logs
from hub.supervisor.child import Child, Say
from hub.supervisor.ending import Ended, asked_to_end, shielded
from hub.supervisor.lock import only_one
from hub.supervisor.servers import Servers
from hub.web.signin import one_time_link

_LOOK_S = 0.1
_CUT_LOGS_S = 60.0
_PATIENCE_S = 15.0
_PAGE_S = 60.0

ChildrenOf = Callable[[Settings, Say], list[Child]]


class Supervisor:
    """Everything that ``simpul up`` runs on this machine.

    Args:
        external: the settings (``kafka``, ``database``) that name a server of somebody else; the others are embedded.
        children_of: makes the hub's processes once the addresses are known.
    """

    def __init__(self, settings: Settings, say: Say, children_of: ChildrenOf, *, external: frozenset[str] = frozenset()) -> None:
        self.settings = settings
        self.say = say
        self._children_of = children_of
        self.servers = Servers.of(settings, say, external=external)
        self.children: list[Child] = []

    def run(self, *, servers_only: bool = False) -> None:
        """Start all, stay until asked to end, end all.

        Raises:
            SimpulError: something could not be started; what was started before is ended.
        """
        with only_one(self.settings.home), asked_to_end():
            try:
                self._start_servers()
                if not servers_only:
                    self._start_children()
                self._stay()
            except Ended:
                self.say("Menghentikan semua proses …")
            finally:
                with shielded():
                    self._stop()
        self.say("Selesai; tidak ada proses yang tertinggal. Data tetap tersimpan.")

    def _start_servers(self) -> None:
        crew.end_left_over(self.settings.home)
        self.servers.start()
        port = self._page_port()
        home.tell_running(self.settings.home, {**self.servers.addresses(), "port": port})
        self.settings = home.load().model_copy(update={"port": port})
        self.say("Memperbarui skema basis data …")
        asyncio.run(upgrade(self.settings.dsn))

    def _page_port(self) -> int:
        """The settings' port; in the demo the next free one."""
        wanted, host = self.settings.port, self.settings.host
        if wanted and ports.is_free(wanted, host):
            return wanted
        if wanted and not self.settings.demo:
            raise StopError(f"Porta {wanted} sedang dipakai program lain. Hentikan program itu, atau pilih porta lain dengan SIMPUL_PORT.")
        found = ports.next_free(wanted, host) if wanted else ports.any_free(1, host)[0]
        self.say(f"Halaman memakai porta {found}" + (f", karena porta {wanted} sedang dipakai." if wanted else "."))
        return found

    def _start_children(self) -> None:
        self.say("Menyalakan proses-proses Simpul …")
        self.children = self._children_of(self.settings, self.say)
        for child in self.children:
            child.start()
        self._wait_for_page()
        self._say_first()
        self.say(f"Halaman: {crew.address(self.settings)}")
        if self.settings.demo:
            self.say(f"Masuk (tautan sekali pakai): {asyncio.run(one_time_link(self.settings))}")
        self.say("Ctrl-C menghentikan semuanya.")

    def _say_first(self) -> None:
        """Holidays in every region; sources, agencies and real complaints in the demo. What is there already is not said again."""
        self.say("Menyiapkan data acuan …")
        try:
            asyncio.run(demo.prepare(self.settings, self.say) if self.settings.demo else reference.prepare_alone(self.settings))
        except TryLaterError as error:
            self.say(f"Data acuan belum masuk: {error} Penyalaan berikutnya mengulanginya.")

    def _wait_for_page(self) -> None:
        give_up = time.monotonic() + _PAGE_S
        while not ports.answers(self.settings.port, self.settings.host):
            if time.monotonic() > give_up:
                raise StopError(f"Halaman belum menjawab setelah {_PAGE_S:.0f} detik. Lihat {self.settings.home / 'logs' / 'web.log'}.")
            self._look()
            time.sleep(_LOOK_S)

    def _stay(self) -> None:
        cut_at = time.monotonic() + _CUT_LOGS_S
        while True:
            self._look()
            if time.monotonic() > cut_at:
                cut_at = time.monotonic() + _CUT_LOGS_S
                for log in (self.settings.home / "logs").glob("*.log"):
                    logs.cut(log)
            time.sleep(_LOOK_S)

    def _look(self) -> None:
        self.servers.watch()
        for child in self.children:
            child.watch()

    def _stop(self) -> None:
        """Those who take events in end first, so that those behind them can finish what is there."""
        for child in reversed(self.children):
            child.ask_to_end()
        for child in reversed(self.children):
            child.stop(_PATIENCE_S)
        self.servers.stop()
