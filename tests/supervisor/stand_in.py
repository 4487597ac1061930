"""``python -m tests.supervisor.stand_in serve PORT``: a process that answers on a port until SIGTERM, for tests of the supervisor.

``python -m tests.supervisor.stand_in up``: the real supervisor with the real servers, and such processes for its children.
"""

import os
import signal
import socket
import sys

from hub import home
from hub.settings import Settings
from hub.supervisor.child import Child, Say
from hub.supervisor.supervise import Supervisor


def serve(port: int) -> None:
    """Take connections until SIGTERM, whose default handler ends the process."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        while True:
            listening.accept()[0].close()


def children(settings: Settings, say: Say) -> list[Child]:
    """Two processes; the second is the page's."""
    return [child("idle", 0, settings, say), child("web", settings.port, settings, say)]


def child(name: str, port: int, settings: Settings, say: Say) -> Child:
    return Child(
        name,
        [sys.executable, "-m", "tests.supervisor.stand_in", "serve", str(port)],
        env=dict(os.environ),
        log=settings.home / "logs" / f"{name}.log",
        pid_file=settings.home / "run" / f"{name}.pid",
        say=say,
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(int(sys.argv[2]))
    else:
        Supervisor(home.load(), say, children).run()
