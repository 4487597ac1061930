"""A process of the hub for the tests of ``simpul run``: it says that it serves, and at the end that it cleaned up."""

import asyncio
import sys

from hub.errors import StopError
from hub.settings import Settings


async def serve(settings: Settings) -> None:
    if settings.region == "99.99":
        raise StopError(f"region {settings.region} is not served")
    say(f"serving {settings.region}")
    try:
        await asyncio.Event().wait()
    finally:
        say("cleaned up")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
