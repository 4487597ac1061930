"""Ports on the loopback address: which are free, and whether somebody listens."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on this port now. One in TIME_WAIT counts as free, as it does for the servers that we start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(port: int, host: str = LOOPBACK) -> bool:
    """Whether somebody accepts connections on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def any_free(count: int = 1, host: str = LOOPBACK) -> list[int]:
    """So many different ports that nobody listens on.

    Another program may take one before our server does; whoever starts a server tries again with others then.
    """
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((host, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def next_free(first: int, host: str = LOOPBACK) -> int:
    """The first free port from ``first`` on, among the following hundred; else any."""
    return next((port for port in range(first, min(first + 100, 65536)) if is_free(port, host)), 0) or any_free(1, host)[0]


def again(last: int | None, *, but_not: int = 0) -> int:
    """The port of last time if it is free, else any; never the one that the same program takes for something else."""
    if last and last != but_not and is_free(last):
        return last
    return next(port for port in any_free(2) if port != but_not)
