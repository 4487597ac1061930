"""An alert's change as a CloudEvent: what third parties read on `hub.alerts` and what webhooks get. No personal data."""

import datetime as dt
import json
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, Field
from pydantic_core import to_json

from hub.alerts.rule import Rule
from hub.alerts.rules import RULES
from hub.alerts.words import fill
from hub.settings import Settings
from hub.store.order import moment

CONTENT_TYPE: Final = "application/cloudevents+json"
_ENDS: Final = ("resolved", "withdrawn")
_RULES: Final[dict[str, Rule]] = {rule.code: rule for rule in RULES}


class Waiting(NamedTuple):
    """A row of the outbox with the journal entry and the alert behind it, in the order of the query in `hub.notify.outbox`."""

    no: int
    channel: str
    tries: int
    trace: str | None
    journal: int
    transition: str
    episode: int
    agency: str | None
    severity: str
    values: str
    at: int
    alert: int
    rule: str
    subject: str
    period: str
    restricted: bool


class LawSaid(BaseModel):
    """A provision behind an alert."""

    regulation: str = Field(description="Peraturan.", examples=["SE Kepala BKN 1/SE/I/2021"])
    article: str = Field(description="Isinya.", examples=["Plt paling lama 3 bulan."])


class AlertChanged(BaseModel):
    """Data of `id.go.pemda.hub.alert-opened.v1`, `-changed`, `-resolved`, `-withdrawn` and `-reopened`."""

    alert: int = Field(description="Nomor peringatan.", examples=[7])
    transition: str = Field(description="opened, changed, resolved, withdrawn, atau reopened.", examples=["opened"])
    state: str = Field(description="Keadaan sesudahnya: open, resolved, atau withdrawn.", examples=["open"])
    rule: str = Field(description="Kode aturan.", examples=["A08"])
    title: str = Field(description="Judul aturan.", examples=["Plt melampaui batas waktu"])
    severity: str = Field(description="critical, high, medium, atau low.", examples=["high"])
    agency: str | None = Field(description="OPD yang bersangkutan; kosong berarti daerah.", examples=["dishub"])
    acts: list[str] = Field(description="OPD yang harus bertindak.", examples=[["bkpsdm"]])
    subject: str = Field(description="Objek peringatan.", examples=["post/simpeg:118"])
    period: str = Field(description="Masa; kosong untuk perkara yang berlangsung.", examples=["2026-05"])
    episode: int = Field(description="Naik setiap kali dibuka kembali.", examples=[1])
    values: dict[str, Any] = Field(description="Fakta di baliknya.", examples=[{"limit": "2026-04-05"}])
    law: list[LawSaid] = Field(description="Dasar hukum.")
    do_now: str = Field(description="Yang harus dilakukan sekarang.", examples=["Tetapkan pejabat definitif."])
    link: str = Field(description="Halaman peringatan.", examples=["https://simpul.contoh.go.id/peringatan/7"])


def fingerprint(waiting: Waiting) -> str:
    """Rule, subject and period: the same for every word on one matter, so Kafka keeps the newest of them."""
    return f"{waiting.rule}:{waiting.subject}:{waiting.period}"


def unsayable(waiting: Waiting) -> str | None:
    """Why this notice may never leave; None: it may."""
    if waiting.restricted:
        return "peringatan terbatas tidak meninggalkan hub"
    return None if waiting.rule in _RULES else "aturan ini sudah tidak ada"


def event_id(waiting: Waiting) -> str:
    """The same for every attempt and on every channel."""
    return f"alert-{waiting.transition}:{waiting.journal}"


def event(waiting: Waiting, settings: Settings) -> bytes:
    """The structured CloudEvent."""
    rule, values = _RULES[waiting.rule], json.loads(waiting.values)
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    data = AlertChanged(
        alert=waiting.alert,
        transition=waiting.transition,
        state=waiting.transition if waiting.transition in _ENDS else "open",
        rule=rule.code,
        title=rule.title,
        severity=waiting.severity,
        agency=waiting.agency,
        acts=list(rule.acts),
        subject=waiting.subject,
        period=waiting.period,
        episode=waiting.episode,
        values=values,
        law=[LawSaid(regulation=law.regulation, article=law.article) for law in rule.law],
        do_now=fill(rule.do_now, values),
        link=f"{base}/peringatan/{waiting.alert}",
    )
    at: dt.datetime = moment(waiting.at)
    envelope = {
        "specversion": "1.0",
        "id": event_id(waiting),
        "source": f"/{settings.region}/hub/alerts",
        "type": f"id.go.pemda.hub.alert-{waiting.transition}.v1",
        "subject": f"alert/hub:{waiting.alert}",
        "time": at,
        "datacontenttype": "application/json",
        "partitionkey": fingerprint(waiting),
        "traceparent": waiting.trace,
        "data": data,
    }
    return to_json({name: value for name, value in envelope.items() if value is not None})
