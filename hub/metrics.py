"""Every metric, named once: name, kind, labels, meaning. The docs, the scrape and the rules of Prometheus stand on this file.

Processes count into the counters, gauges and histograms below. A *figure* lives in the database or in Kafka and is read when Prometheus
asks (hub/figures.py), by the process with the pages alone. No label holds a person, a subject, an id or free text.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Final, NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    exposition,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Buckets of what takes time; a transaction longer than 30 s is thrown out by PostgreSQL."""
SIZES: Final = (1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Buckets of batches, in events."""


class Declared(NamedTuple):
    """One line of the table: a metric as the docs and the tests see it."""

    name: str
    kind: str
    labels: tuple[str, ...]
    meaning: str


REGISTRY: Final = CollectorRegistry()
DECLARED: Final[list[Declared]] = []

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it bare; a second series per counter tells nothing here
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    DECLARED.append(Declared(name, "counter", labels, meaning))
    return Counter(name, meaning, labels, registry=REGISTRY)


def _gauge(name: str, meaning: str, *labels: str) -> Gauge:
    DECLARED.append(Declared(name, "gauge", labels, meaning))
    return Gauge(name, meaning, labels, registry=REGISTRY)


def _histogram(name: str, meaning: str, *labels: str, buckets: Sequence[float] = SECONDS) -> Histogram:
    DECLARED.append(Declared(name, "histogram", labels, meaning))
    return Histogram(name, meaning, labels, registry=REGISTRY, buckets=buckets)


def _figure(name: str, meaning: str, *labels: str) -> Declared:
    declared = Declared(name, "figure", labels, meaning)
    DECLARED.append(declared)
    return declared


# --- the process itself ---------------------------------------------------------------------------------------------------------------

BUILD: Final = _gauge("simpul_build_info", "Always 1; the label says which version runs.", "version")
BUILD.labels(version("simpul")).set(1)

# --- intake, connectors, bus ----------------------------------------------------------------------------------------------------------

INTAKE: Final = _counter(
    "simpul_intake_events_total",
    "Events offered over HTTP, by what became of them: accepted, duplicate, conflict, refused, unknown, unavailable.",
    "result",
    "agency",
    "domain",
)
INTAKE_REFUSED: Final = _counter(
    "simpul_intake_refused_total", "Requests and events refused at the intake, by the code of the reason.", "code"
)
INTAKE_SECONDS: Final = _histogram("simpul_intake_seconds", "From a request with events to its answer.")
RUNS: Final = _counter("simpul_connector_runs_total", "Ended runs of connectors, by result: done, failed.", "connector", "result")
RECORDS: Final = _counter("simpul_connector_records_total", "Records that connectors published.", "connector")

# --- consumer -------------------------------------------------------------------------------------------------------------------------

CONSUMED: Final = _counter(
    "simpul_consumer_events_total",
    "Events that a batch dealt with, by what became of them: accepted, repeat, conflict, refused, stale (below our offset).",
    "result",
)
REFUSED: Final = _counter("simpul_consumer_refused_total", "Events put on the desk by the consumer, by the code of the reason.", "code")
REPLAYS: Final = _counter("simpul_consumer_replays_total", "Subjects folded anew from the log, because a fact came late or was amended.")
BATCH_SECONDS: Final = _histogram("simpul_consumer_batch_seconds", "From the first record of a batch in hand to its COMMIT.")
BATCH_EVENTS: Final = _histogram("simpul_consumer_batch_events", "Events in a batch.", buckets=SIZES)
BATCH_FAILURES: Final = _counter("simpul_consumer_batch_failures_total", "Batches that were rolled back and tried again.")
PARTITIONS: Final = _gauge("simpul_consumer_partitions", "Partitions assigned to this process.")
SUBJECTS: Final = _gauge("simpul_consumer_subjects_in_memory", "Subjects whose rows this process keeps between batches.")

# --- evaluator and notifier -----------------------------------------------------------------------------------------------------------

EVALUATION_SECONDS: Final = _histogram("simpul_evaluator_seconds", "One transaction of the evaluator.")
RULE_SECONDS: Final = _histogram("simpul_rule_seconds", "One rule asked within an evaluation.", "rule")
RULE_FAILURES: Final = _counter(
    "simpul_rule_failures_total", "Evaluations of a rule that failed; its marks wait on its retry list.", "rule"
)
TRANSITIONS: Final = _counter(
    "simpul_alert_transitions_total", "Alerts opened, changed, resolved, withdrawn, reopened; all rules together.", "transition"
)
DELIVERIES: Final = _counter(
    "simpul_deliveries_total", "Attempts to deliver a notice, by channel and result: delivered, failed, given_up.", "channel", "result"
)

# --- pages and long work --------------------------------------------------------------------------------------------------------------

HTTP_SECONDS: Final = _histogram(
    "simpul_http_seconds", "From a request for a page or the API to the beginning of its answer.", "method", "status"
)
SIGN_INS: Final = _counter("simpul_sign_ins_total", "Attempts to sign in, by result: done, failed, locked.", "result")
SSE_CLIENTS: Final = _gauge("simpul_sse_clients", "Browsers and programs that listen to live alert changes.")
JOB_SECONDS: Final = _histogram(
    "simpul_job_seconds", "Ended long jobs, by kind and end: done, failed, cancelled.", "kind", "state", buckets=(1, 10, 60, 300, 900, 3600)
)
LEADER: Final = _gauge("simpul_scheduler_leader", "1 while this process runs ticks and connectors.")
SCHEDULE_FAILURES: Final = _counter("simpul_schedule_failures_total", "Turns of a schedule that failed and are tried again.", "schedule")

# --- figures: read from PostgreSQL and Kafka when Prometheus asks ---------------------------------------------------------------------

FIGURES_UP: Final = _figure(
    "simpul_figures_up", "1 if the figures of this origin could be read just now; where it is 0 they are absent.", "origin"
)
UNREAD: Final = _figure("simpul_unread_events", "Lag: events in Kafka that are not in the log yet.", "topic")
UNREAD_AGE: Final = _figure("simpul_unread_oldest_seconds", "Age of the oldest event of a topic that is not in the log yet.", "topic")
UNREAD_RETENTION: Final = _figure(
    "simpul_unread_oldest_retention_ratio", "The same as a share of Kafka's retention: at 1 an event would be lost unread.", "topic"
)
PAUSED: Final = _figure("simpul_topic_paused_seconds", "Since when a topic is paused, as seconds ago. Absent: it is not.", "topic")
DIRTY_ROWS: Final = _figure("simpul_dirty_marks", "Rows of marks that the evaluator has not worked off.")
DIRTY_AGE: Final = _figure("simpul_dirty_oldest_seconds", "Age of the oldest of them; 0: there is none.")
RETRIES: Final = _figure("simpul_rule_retries", "Marks of failing rules that wait to be tried again.", "rule")
DESK_OPEN: Final = _figure("simpul_desk_open", "Events on the desk that nobody has settled, by the code of the reason.", "code")
ALERTS_OPEN: Final = _figure("simpul_alerts_open", "Open alerts by rule and agency; restricted rules are left out.", "rule", "agency")
ALERTS_RESTRICTED: Final = _figure("simpul_alerts_restricted_open", "Open alerts of all restricted rules together.")
OUTBOX: Final = _figure("simpul_outbox_waiting", "Notices that have not left yet.")
OUTBOX_AGE: Final = _figure("simpul_outbox_oldest_seconds", "Age of the oldest of them; 0: there is none.")
SOURCE_EVENT: Final = _figure(
    "simpul_source_event_seconds", "Seconds since the last event of an open source. Absent: none came yet.", "source", "agency"
)
SOURCE_CHECKED: Final = _figure(
    "simpul_source_checked_seconds", "Seconds since an open source last said that it was checked.", "source", "agency"
)
SOURCE_RHYTHM: Final = _figure(
    "simpul_source_rhythm_seconds", "Longest time between two signs of life that an open source declared.", "source", "agency"
)
JOBS: Final = _figure("simpul_jobs", "Long jobs by state.", "state")

Rows = Iterable[tuple[Sequence[str], float]]
"""(values of the labels, value)."""


class Figures(Collector):
    """Hands out the figures that were read last."""

    def __init__(self) -> None:
        self.rows: Mapping[Declared, Rows] = {}

    def collect(self) -> Iterable[Metric]:
        for figure, rows in self.rows.items():
            family = GaugeMetricFamily(figure.name, figure.meaning, labels=figure.labels)
            for labels, value in rows:
                family.add_metric(labels, value)
            yield family


FIGURES: Final = Figures()
REGISTRY.register(FIGURES)


def page(accept: str) -> tuple[bytes, str]:
    """All metrics of this process, and their content type: OpenMetrics where `Accept` asks for it, else Prometheus' text."""
    encode, content_type = exposition.choose_encoder(accept)
    return encode(REGISTRY), content_type
