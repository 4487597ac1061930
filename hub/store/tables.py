"""The tables at the heart (design.md 9): who may say what, the log, its keys, offsets, marks, the desk, the clock.

Partitioned tables and sequences that SQLAlchemy cannot declare whole are finished in ``hub/migrations``.
"""

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
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL, JSONB

from hub.store.metadata import HOT, metadata

MOMENT = DateTime(timezone=True)
HOT_TABLE = {"fillfactor": HOT, "autovacuum_vacuum_scale_factor": 0.02}

# --- who may say what -----------------------------------------------------------------------------------------------------------------

source = Table(
    "source",
    metadata,
    Column("no", SmallInteger, Identity(), primary_key=True),
    Column("slug", Text, nullable=False, unique=True, comment="Unique in the region; last part of an event's source."),
    Column("agency", Text, nullable=False, comment="Slug of the sender."),
    Column("name", Text, nullable=False),
    Column("domains", ARRAY(Text), nullable=False),
    Column("scope", Text, nullable=False, comment="own: speaks of its own agency alone; region: of all."),
    Column("rhythm_minutes", Integer, comment="Declared longest time between two signs of life; null: none declared."),
    Column("contact", Text, nullable=False, server_default=""),
    Column("live_from", MOMENT, comment="Causes with a time before it notify nobody."),
    Column("closed_at", MOMENT),
    Column("successor", Text),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    CheckConstraint("scope IN ('own', 'region')", name="scope"),
)

source_seen = Table(
    "source_seen",
    metadata,
    Column("source", SmallInteger, ForeignKey(source.c.no), primary_key=True, autoincrement=False),
    Column("received", MOMENT, nullable=False, comment="When Kafka took its newest accepted event."),
    Column("at", MOMENT, nullable=False, comment="Real time at which we last took one."),
    postgresql_with={"fillfactor": 50},
    comment="Freshness, without a search through the log.",
)

credential = Table(
    "credential",
    metadata,
    Column("prefix", Text, primary_key=True, comment="First characters of the key: enough to find it, not to use it."),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of the whole key, which has 256 random bits."),
    Column("source", SmallInteger, ForeignKey(source.c.no), nullable=False),
    Column("made_at", MOMENT, nullable=False, server_default=func.now()),
    Column("revoked_at", MOMENT),
)

# --- the log ---------------------------------------------------------------------------------------------------------------------------

event_type = Table(
    "event_type", metadata, Column("no", SmallInteger, Identity(), primary_key=True), Column("name", Text, nullable=False, unique=True)
)
topic = Table(
    "topic", metadata, Column("no", SmallInteger, Identity(), primary_key=True), Column("name", Text, nullable=False, unique=True)
)
cluster = Table(
    "cluster",
    metadata,
    Column("no", SmallInteger, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True, comment="Kafka's cluster id: offsets of another cluster mean nothing."),
)

event = Table(
    "event",
    metadata,
    Column("pos", BigInteger, primary_key=True, autoincrement=False, comment="batch << 20 | place in the batch."),
    Column("batch", BigInteger, nullable=False),
    Column("cluster", SmallInteger, nullable=False),
    Column("topic", SmallInteger, nullable=False),
    Column("part", Integer, nullable=False),
    Column("off", BigInteger, nullable=False),
    Column("type", SmallInteger, nullable=False),
    Column("source", SmallInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("skey", BigInteger, nullable=False, index=True, comment="64-bit key of the subject."),
    Column(
        "okey", LargeBinary, nullable=False, comment="Order: effective, time, rank of the type, id, key of (source, id). hub/store/order.py"
    ),
    Column("time", MOMENT, nullable=False, comment="When the source recorded it."),
    Column("received", MOMENT, nullable=False, comment="When Kafka took it."),
    Column("payload", Text, nullable=False, comment="Canonical JSON of the fields without a class."),
    Column("blob", LargeBinary, comment="Classified fields, AES-GCM under the key of `about`. Null: none."),
    Column("about", BigInteger, comment="Whose key; null: the subject's."),
    Column("hashes", ARRAY(BigInteger), comment="Keyed hashes of the joining fields in the order of the type."),
    Column("of_key", Uuid, comment="Key of the (source, id) that this event amends."),
    Column("history", Boolean, nullable=False, server_default=text("false"), comment="From a run marked history: notifies nobody."),
    Column("origin", Text),
    Column("trace", Text),
    postgresql_partition_by="RANGE (pos)",
)

commit = Table(
    "commit",
    metadata,
    Column("batch", BigInteger, primary_key=True, autoincrement=False),
    Column("commit_no", BigInteger, nullable=False, unique=True),
    Column("at", MOMENT, nullable=False),
)

event_key = Table(
    "event_key",
    metadata,
    Column("k", Uuid, primary_key=True, comment="128-bit hash of (source, id)."),
    Column("mac", Uuid, nullable=False, comment="Keyed MAC of type, subject, time and content."),
    Column("pos", BigInteger, nullable=False),
    postgresql_partition_by="HASH (k)",
)

subject = Table(
    "subject",
    metadata,
    Column("skey", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "version", Integer, nullable=False, comment="Grows by one with each batch that changes it; memory with another version is stale."
    ),
    Column("last", LargeBinary, nullable=False, comment="Order key of its newest fact."),
    Column("amended", Boolean, nullable=False, comment="Has amendments: always folded anew."),
    Column("kind", SmallInteger, nullable=False),
    Column("subject", Text, nullable=False),
    postgresql_with=HOT_TABLE,
)

person_key = Table(
    "person_key",
    metadata,
    Column("skey", BigInteger, primary_key=True, autoincrement=False, comment="Whose."),
    Column("generation", SmallInteger, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, comment="The key under the master key; null once destroyed."),
    Column("destroyed_at", MOMENT),
)

kafka_offset = Table(
    "kafka_offset",
    metadata,
    Column("cluster", SmallInteger, primary_key=True, autoincrement=False),
    Column("topic", SmallInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("next", BigInteger, nullable=False, comment="Never goes backwards."),
    postgresql_with={"fillfactor": 50},
)

topic_pause = Table(
    "topic_pause",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", MOMENT, nullable=False, server_default=func.now()),
    Column("by", Text, nullable=False, comment="hub, or the user who paused it."),
)

# --- the desk --------------------------------------------------------------------------------------------------------------------------

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("code", Text, nullable=False, comment="Short name of the reason, as in the API and in metrics."),
    Column("sentence", Text, nullable=False, comment="Indonesian, without a value of the event."),
    Column("pointer", Text, nullable=False, server_default=""),
    Column("agency", Text, nullable=False, comment="The sender: who may see it."),
    Column("source", SmallInteger, comment="Null where it cannot be told."),
    Column("id", Text),
    Column("type", Text),
    Column("key", Uuid, comment="Key of (source, id): closes itself when the same is accepted."),
    Column("topic", Text, comment="Null: refused at the intake."),
    Column("part", Integer),
    Column("off", BigInteger),
    Column("received", MOMENT, nullable=False),
    Column("body", LargeBinary, comment="What was sent, encrypted under the key of its day; null once destroyed."),
    Column("day_key", Integer, comment="Number of that key."),
    Column("state", Text, nullable=False, server_default="open", comment="open, resent, accepted, closed"),
    Column("closed_at", MOMENT),
    Column("closed_by", Text),
    Column("note", Text),
    CheckConstraint("state IN ('open', 'resent', 'accepted', 'closed')", name="state"),
    Index("ix_dead_letter_open_key", "key", postgresql_where=text("state IN ('open', 'resent')")),
    Index("ix_dead_letter_received", "received"),
)

day_key = Table(
    "day_key",
    metadata,
    Column("no", Integer, Identity(), primary_key=True),
    Column("day", Text, nullable=False, unique=True),
    Column("wrapped", LargeBinary, comment="Null once destroyed."),
)

# --- what the evaluator is told ----------------------------------------------------------------------------------------------------------

dirty = Table(
    "dirty",
    metadata,
    Column("batch", BigInteger, nullable=False, index=True),
    Column("thing", SmallInteger, nullable=False, comment="What the keys name: hub/views/things.py"),
    Column("keys", ARRAY(BigInteger), nullable=False),
    Column("made_at", MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Column(
        "history",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="From history or a rebuild: after the live ones, and quiet.",
    ),
)

# --- time, long work, who did what -----------------------------------------------------------------------------------------------------

clock = Table(
    "clock",
    metadata,
    Column("one", Boolean, primary_key=True, server_default=text("true")),
    Column("simulated", Boolean, nullable=False, comment="Demo alone: may be moved forward."),
    Column("ahead", INTERVAL, nullable=False, comment="How far the hub's time is ahead of real time."),
    CheckConstraint("one", name="one"),
)

job = Table(
    "job",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("arguments", JSONB, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", MOMENT, nullable=False, server_default=func.now()),
    Column("state", Text, nullable=False, server_default="waiting", comment="waiting, running, done, failed, cancelled"),
    Column("claimed_by", Text),
    Column("heartbeat", MOMENT, comment="Silent for a minute: another process claims it."),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger),
    Column("cancel", Boolean, nullable=False, server_default=text("false")),
    Column("result", JSONB),
    Column("error", Text),
    Column("ended_at", MOMENT),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
)

look = Table(
    "look",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("at", MOMENT, nullable=False, server_default=func.now()),
    Column("who", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("subject", BigInteger, comment="Whose classified fields were shown."),
    Column("fields", ARRAY(Text), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("no", BigInteger, Identity(), primary_key=True),
    Column("at", MOMENT, nullable=False, server_default=func.now()),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", JSONB, nullable=False, comment="Ids alone, never a personal value."),
)
