"""What was found, what became of it, and what must leave the hub."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hub.store.metadata import metadata

MOMENT = DateTime(timezone=True)

alert = Table(
    "alert",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("skey", BigInteger, nullable=False, index=True, comment="64-bit key of the subject."),
    Column("subject", Text, nullable=False),
    Column(
        "period", Text, nullable=False, server_default="", comment="From the facts (a pay month, a budget year); empty: a standing matter."
    ),
    Column("agency", Text, comment="Whose matter it is; null: the region's."),
    Column("severity", Text, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("episode", Integer, nullable=False, server_default="1", comment="Grows when it opens again."),
    Column("opened_at", MOMENT, nullable=False, comment="The hub's time at which this episode was found."),
    Column("ended_at", MOMENT),
    Column("values", JSONB, nullable=False, comment="Facts (since, limit, amount), never ages, never a classified field."),
    Column("stands_on", ARRAY(BigInteger), nullable=False, comment="Subjects whose facts it stands on."),
    Column("quiet", Boolean, nullable=False, comment="Its causes lie before live_from, or in a run marked history."),
    Column(
        "unsure", Boolean, nullable=False, server_default=text("false"), comment="A source it depends on is silent or does not reconcile."
    ),
    UniqueConstraint("rule", "skey", "period"),
    CheckConstraint("state IN ('open', 'resolved', 'withdrawn')", name="state"),
    CheckConstraint("severity IN ('critical', 'high', 'medium', 'low')", name="severity"),
    Index("ix_alert_open", "rule", "skey", postgresql_where=text("state = 'open'")),
)

alert_found = Table(
    "alert_found",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("alert", BigInteger, ForeignKey(alert.c.no), primary_key=True, autoincrement=False, index=True),
    comment="The other subjects that an open alert stands on: a mark on any of them asks it again, whatever its rule says.",
)

alert_journal = Table(
    "alert_journal",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("alert", BigInteger, ForeignKey(alert.c.no), nullable=False, index=True),
    Column("batch", BigInteger, nullable=False, index=True, comment="Of the evaluator's transaction; `commit` has its commit_no."),
    Column("at", MOMENT, nullable=False, comment="The hub's time."),
    Column("made_at", MOMENT, nullable=False, server_default=func.now(), comment="Real time."),
    Column("transition", Text, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("agency", Text),
    Column("severity", Text, nullable=False),
    Column("values", JSONB, nullable=False, comment="Found now; of an ended alert, what was found last."),
    Column("stands_on", ARRAY(BigInteger), nullable=False),
    Column(
        "causes",
        JSONB,
        nullable=False,
        comment="The events whose marks led here: pos, type, subject, effective, time; [] for a clock tick.",
    ),
    CheckConstraint("transition IN ('opened', 'changed', 'resolved', 'withdrawn', 'reopened')", name="transition"),
)

case_action = Table(
    "case_action",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("alert", BigInteger, ForeignKey(alert.c.no), nullable=False, index=True),
    Column("batch", BigInteger, nullable=False, comment="Of the transaction; `commit` has its commit_no."),
    Column("at", MOMENT, nullable=False, server_default=func.now()),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False, comment="acknowledged, disposed, noted, closed"),
    Column("to_agency", Text),
    Column("due", Text, comment="A day, YYYY-MM-DD."),
    Column("note", Text, nullable=False, server_default=""),
    Column("previous", Text, nullable=False, comment="Hash of the action before."),
    Column("hash", Text, nullable=False, comment="Over ids alone."),
)

outbox = Table(
    "outbox",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("journal", BigInteger, ForeignKey(alert_journal.c.no), nullable=False),
    Column("channel", Text, nullable=False, comment="topic, webhook:<name>, …"),
    Column("trace", Text, comment="traceparent of the newest cause."),
    Column("made_at", MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Column("next_try", MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default="waiting"),
    CheckConstraint("state IN ('waiting', 'delivered', 'given up')", name="state"),
    Index("ix_outbox_waiting", "next_try", postgresql_where=text("state = 'waiting'")),
)

delivery = Table(
    "delivery",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("outbox", BigInteger, ForeignKey(outbox.c.no), nullable=False, index=True),
    Column("at", MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Column("result", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
)

webhook = Table(
    "webhook",
    metadata,
    Column("name", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False, comment="The signing secret, sealed under the master key."),
    Column(
        "wrapped_before", LargeBinary, comment="The secret before it, which still signs until `before_until`, so that it can be exchanged."
    ),
    Column("before_until", MOMENT),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("disabled_at", MOMENT, comment="The receiver said 410, or a person ended it."),
)

rule_retry = Table(
    "rule_retry",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("rule", Text, nullable=False, index=True),
    Column("thing", SmallInteger, nullable=False),
    Column("keys", ARRAY(BigInteger), nullable=False),
    Column("since", MOMENT, nullable=False, server_default=func.now()),
    Column("tries", SmallInteger, nullable=False, server_default="1"),
    Column("next_try", MOMENT, nullable=False, server_default=func.now()),
    Column("error", Text, nullable=False),
)

tick = Table(
    "tick",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", MOMENT, nullable=False, comment="The hub's time up to which this tick was done."),
)
