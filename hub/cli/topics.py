"""``simpul topics``: Kafka's topics of this region."""

from typing import Annotated, Any

import typer
from sqlalchemy import delete, insert, select

from hub.bus import topics as kafka
from hub.bus.topics import Topic
from hub.cli.context import say, settings, wait_for
from hub.cli.reaching import database, show, who
from hub.errors import StopError
from hub.intake import registering
from hub.settings import Settings
from hub.store.tables import audit, topic_pause

app = typer.Typer()


@app.callback(invoke_without_command=True)
def topics(context: typer.Context) -> None:
    """Topik Kafka daerah ini: satu untuk setiap OPD pengirim dan domain, misalnya complaints.diskominfo.

    Tanpa perintah lain: menampilkan topik dengan jumlah partisinya, dan yang dijeda karena banjir kiriman bermasalah.
    """
    if context.invoked_subcommand is None:
        wait_for(_list(settings()))


@app.command()
def make() -> None:
    """Membuat topik yang kurang, untuk semua sumber yang terdaftar dan untuk Simpul sendiri."""
    made = wait_for(_make(settings()))
    say("\n".join(made) if made else "Semua topik sudah ada.")


@app.command()
def resume(topic: Annotated[str, typer.Argument(metavar="TOPIK", help="Nama topik yang dijeda.")]) -> None:
    """Meneruskan topik yang dijeda. Pembacaan dilanjutkan dari tempat berhenti, paling lama sepuluh detik lagi."""
    wait_for(_resume(settings(), topic))
    say(f"Topik {topic} diteruskan.")


async def _paused(told: Settings) -> dict[str, Any]:
    async with database(told) as engine, engine.connect() as connection:
        return {row.topic: row for row in await connection.execute(select(topic_pause))}


async def _list(told: Settings) -> None:
    paused = await _paused(told)
    cells = [(one.name, one.partitions, _state(one, paused)) for one in await kafka.present(told)]
    show(("topik", "partisi", "keadaan"), cells, "Belum ada topik. Daftarkan sumber dengan: simpul source add")


def _state(topic: Topic, paused: dict[str, Any]) -> str:
    if topic.name in paused:
        return f"dijeda: {paused[topic.name].reason}"
    return "siap" if topic.usable else "belum punya pemimpin"


async def _make(told: Settings) -> list[str]:
    async with database(told) as engine:
        rows = await registering.listed(engine)
    wanted = {name for row in rows for name in kafka.of_source(told, row.agency, row.domains)}
    return await kafka.make(told, {*wanted, *kafka.shared(told)})


async def _resume(told: Settings, topic: str) -> None:
    async with database(told) as engine, engine.begin() as connection:
        if not (await connection.execute(delete(topic_pause).where(topic_pause.c.topic == topic))).rowcount:
            raise StopError(f"Topik {topic} tidak sedang dijeda.")
        await connection.execute(insert(audit).values(who=who(), action="topic-resumed", detail={"topic": topic}))
