"""A process of the hub that kills itself at a named place (hub/failpoints.py)."""

import asyncio
import os
import sys

from hub.settings import Settings


async def dies_at(settings: Settings, name: str, place: str) -> int:
    """Runs it until it is dead; its exit code."""
    told = {
        "SIMPUL_DEMO": "true",
        "SIMPUL_DATABASE": settings.dsn,
        "SIMPUL_KAFKA": settings.kafka,
        "SIMPUL_TOPIC_PREFIX": settings.topic_prefix,
        "SIMPUL_PARTITIONS": str(settings.partitions),
        "SIMPUL_PORT": str(settings.port),
        "SIMPUL_HOME": str(settings.home),
        "SIMPUL_FAIL_AT": place,
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "hub", "run", name, env={**os.environ, **told})
    try:
        async with asyncio.timeout(30):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
