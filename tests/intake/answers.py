"""Looking at refusals."""

from typing import Any

import httpx2

from hub.intake.problems import KINDS


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, after everything that all of them must have was looked at."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    said: dict[str, Any] = answer.json()
    assert said["type"] == f"/tentang/galat#{code}"
    assert (said["status"], said["title"]) == (status, KINDS[code].title)
    assert said["detail"].endswith(".")
    assert said["instance"] == f"urn:trace:{answer.headers['traceparent'].split('-')[1]}"
    return said
