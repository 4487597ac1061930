"""An alert's change as a CloudEvent."""

import json

from hub.notify.message import event, fingerprint, unsayable
from hub.settings import Settings
from tests.notify.notice import NOTICE, TRACE


def test_change_is_a_cloudevent_that_says_law_values_and_what_to_do() -> None:
    said = json.loads(event(NOTICE, Settings(public_url="https://simpul.contoh.go.id/")))
    data = said.pop("data")
    assert said == {
        "specversion": "1.0",
        "id": "alert-opened:7",
        "source": "/32.73/hub/alerts",
        "type": "id.go.pemda.hub.alert-opened.v1",
        "subject": "alert/hub:3",
        "time": "2026-04-06T00:00:00Z",
        "datacontenttype": "application/json",
        "partitionkey": "A08:post/simpeg:kadishub:",
        "traceparent": TRACE,
    }
    assert data["values"] == {"limit": "2026-04-05", "since": "2026-01-05"}
    assert data["do_now"].startswith("Tetapkan pejabat definitif; batas Plt adalah 5 April 2026.")
    assert data["law"][0]["regulation"] == "SE Kepala BKN 1/SE/I/2021"
    assert {name: data[name] for name in ("alert", "rule", "severity", "agency", "transition", "state", "episode")} == {
        "alert": 3,
        "rule": "A08",
        "severity": "high",
        "agency": "dishub",
        "transition": "opened",
        "state": "open",
        "episode": 1,
    }
    assert (data["link"], data["acts"]) == ("https://simpul.contoh.go.id/peringatan/3", ["bkpsdm"])


def test_fingerprint_is_the_same_for_every_word_on_one_matter_and_no_other() -> None:
    later = NOTICE._replace(journal=9, transition="resolved", episode=2)
    assert fingerprint(later) == fingerprint(NOTICE)
    assert fingerprint(NOTICE._replace(period="2026-04")) != fingerprint(NOTICE)


def test_restricted_alert_and_one_of_a_rule_that_is_gone_are_unsayable() -> None:
    said = [unsayable(one) for one in (NOTICE, NOTICE._replace(restricted=True), NOTICE._replace(rule="A00"))]
    assert said == [None, "peringatan terbatas tidak meninggalkan hub", "aturan ini sudah tidak ada"]
