"""The first schema: who may speak, the log with its partitions and keys, views, alerts, cases, accounts, jobs.

Written out, because a migration says for ever what it once made, whatever the code declares later.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hub.store.metadata import Sen

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EVENT_KEYS = 8
"""Partitions of event_key: a vacuum or reindex then works on an eighth."""
BATCHES_A_PARTITION = 1 << 20
"""Batches in one partition of the log; its positions are batch << 20. The job log-partitions makes the next ones."""


def upgrade() -> None:
    _tables()
    for sequence in ("batch_seq", "commit_seq"):
        op.execute(f"CREATE SEQUENCE {sequence}")
    for number in range(EVENT_KEYS):
        op.execute(f"CREATE TABLE event_key_{number} PARTITION OF event_key FOR VALUES WITH (MODULUS {EVENT_KEYS}, REMAINDER {number})")
    op.execute(f"CREATE TABLE event_0 PARTITION OF event FOR VALUES FROM (0) TO ({BATCHES_A_PARTITION << 20})")
    op.execute("INSERT INTO clock (simulated, ahead) VALUES (false, '0')")


def _tables() -> None:  # noqa: PLR0915 -- one statement a table
    op.create_table(
        "account",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("login", sa.Text(), nullable=False, comment="Lower case; never a NIP or NIK."),
        sa.Column("name", sa.Text(), nullable=False, comment="As the time line of an alert names who acted."),
        sa.Column("password", sa.Text(), nullable=True, comment="argon2id; null: only a one-time link lets in."),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True, comment="Slug; whose liaison an opd account is."),
        sa.Column(
            "sekda",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="The regional secretary: sees restricted alerts.",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("('opd' = ANY (roles)) = (agency IS NOT NULL)", name=op.f("ck_account_liaison")),
        sa.CheckConstraint("NOT sekda OR 'secretariat' = ANY (roles)", name=op.f("ck_account_sekda")),
        sa.CheckConstraint("roles <@ ARRAY['secretariat', 'inspektorat', 'opd', 'operator']", name=op.f("ck_account_roles")),
        sa.CheckConstraint("cardinality(roles) > 0", name=op.f("ck_account_some_role")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "agency",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("skpd_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("established_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("successors", postgresql.ARRAY(sa.Text()), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_agency")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "agency_name",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("skpd_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_agency_name")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "alert",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("skey", sa.BigInteger(), nullable=False, comment="64-bit key of the subject."),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "period",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="From the facts (a pay month, a budget year); empty: a standing matter.",
        ),
        sa.Column("agency", sa.Text(), nullable=True, comment="Whose matter it is; null: the region's."),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("episode", sa.Integer(), server_default="1", nullable=False, comment="Grows when it opens again."),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False, comment="The hub's time at which this episode was found."),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "values",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Facts (since, limit, amount), never ages, never a classified field.",
        ),
        sa.Column("stands_on", postgresql.ARRAY(sa.BigInteger()), nullable=False, comment="Subjects whose facts it stands on."),
        sa.Column("quiet", sa.Boolean(), nullable=False, comment="Its causes lie before live_from, or in a run marked history."),
        sa.Column(
            "unsure",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="A source it depends on is silent or does not reconcile.",
        ),
        sa.CheckConstraint("severity IN ('critical', 'high', 'medium', 'low')", name=op.f("ck_alert_severity")),
        sa.CheckConstraint("state IN ('open', 'resolved', 'withdrawn')", name=op.f("ck_alert_state")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_alert")),
        sa.UniqueConstraint("rule", "skey", "period", name=op.f("uq_alert_rule_skey_period")),
    )
    op.create_index("ix_alert_open", "alert", ["rule", "skey"], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_index(op.f("ix_alert_skey"), "alert", ["skey"], unique=False)
    op.create_table(
        "alias",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_alias")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_alias_value", "alias", ["value"], unique=False)
    op.create_table(
        "audit",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="Ids alone, never a personal value."),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_audit")),
    )
    op.create_table(
        "budget_amount",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("amount", Sen(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_budget_amount")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "budget_line",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("fund", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("amount", Sen(), autoincrement=False, nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_budget_line")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_budget_line_agency", "budget_line", ["agency"], unique=False)
    op.create_table(
        "budget_version",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("lines", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("total", Sen(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_budget_version")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "calendar_day",
        sa.Column("calendar", sa.Text(), nullable=False, comment="five, six, or the first agency or unit that has this one."),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hk", sa.Integer(), nullable=False, comment="Working days of this calendar up to and with this day."),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=True, comment="Local time HH:MM at which the office closes; null: the region's hour."),
        sa.PrimaryKeyConstraint("calendar", "day", name=op.f("pk_calendar_day")),
    )
    op.create_index("uq_calendar_day_hk", "calendar_day", ["calendar", "hk"], unique=True, postgresql_where=sa.text("working"))
    op.create_table(
        "calendar_of",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False, comment="Empty: the agency itself, and its units that are not named."),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "unit", name=op.f("pk_calendar_of")),
        comment="Only who does not follow `five`; hundreds of schools share `six`.",
    )
    op.create_table(
        "clock",
        sa.Column("one", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False, comment="Demo alone: may be moved forward."),
        sa.Column("ahead", postgresql.INTERVAL(), nullable=False, comment="How far the hub's time is ahead of real time."),
        sa.CheckConstraint("one", name=op.f("ck_clock_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_clock")),
    )
    op.create_table(
        "cluster",
        sa.Column("no", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="Kafka's cluster id: offsets of another cluster mean nothing."),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_cluster")),
        sa.UniqueConstraint("id", name=op.f("uq_cluster_id")),
    )
    op.create_table(
        "commit",
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("commit_no", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_commit")),
        sa.UniqueConstraint("commit_no", name=op.f("uq_commit_commit_no")),
    )
    op.create_table(
        "complaint",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("topic", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("service", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("region", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("routes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("declines", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("merged_into", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("token", sa.LargeBinary(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_complaint")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_complaint_received_at", "complaint", ["received_at"], unique=False)
    op.create_table(
        "complaint_span",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("proof", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_complaint_span")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_complaint_span_agency", "complaint_span", ["agency"], unique=False)
    op.create_table(
        "connector_key",
        sa.Column("k", sa.Uuid(), nullable=False, comment="Hash of source, event and the source's key."),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="Counts the contents seen, where the source has no change stamp."),
        sa.Column("mac", sa.Uuid(), nullable=False, comment="Keyed MAC of the newest content."),
        sa.Column(
            "sent", sa.Boolean(), nullable=False, comment="False: written before it was published; whether Kafka has it is not known."
        ),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_connector_key")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "day_key",
        sa.Column("no", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True, comment="Null once destroyed."),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_day_key")),
        sa.UniqueConstraint("day", name=op.f("uq_day_key_day")),
    )
    op.create_table(
        "dead_letter",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="Short name of the reason, as in the API and in metrics."),
        sa.Column("sentence", sa.Text(), nullable=False, comment="Indonesian, without a value of the event."),
        sa.Column("pointer", sa.Text(), server_default="", nullable=False),
        sa.Column("agency", sa.Text(), nullable=False, comment="The sender: who may see it."),
        sa.Column("source", sa.SmallInteger(), nullable=True, comment="Null where it cannot be told."),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("key", sa.Uuid(), nullable=True, comment="Key of (source, id): closes itself when the same is accepted."),
        sa.Column("topic", sa.Text(), nullable=True, comment="Null: refused at the intake."),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("off", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "body", sa.LargeBinary(), nullable=True, comment="What was sent, encrypted under the key of its day; null once destroyed."
        ),
        sa.Column("day_key", sa.Integer(), nullable=True, comment="Number of that key."),
        sa.Column("state", sa.Text(), server_default="open", nullable=False, comment="open, resent, accepted, closed"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'resent', 'accepted', 'closed')", name=op.f("ck_dead_letter_state")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_dead_letter")),
    )
    op.create_index(
        "ix_dead_letter_open_key", "dead_letter", ["key"], unique=False, postgresql_where=sa.text("state IN ('open', 'resent')")
    )
    op.create_index("ix_dead_letter_received", "dead_letter", ["received"], unique=False)
    op.create_table(
        "designation",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("delegated", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("delegated_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("activities", postgresql.ARRAY(sa.Text()), autoincrement=False, nullable=True),
        sa.Column("documents", postgresql.ARRAY(sa.Text()), autoincrement=False, nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("until", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("decree", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_designation")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_designation_agency", "designation", ["agency"], unique=False)
    op.create_index("ix_designation_person", "designation", ["person"], unique=False)
    op.create_table(
        "dirty",
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("thing", sa.SmallInteger(), nullable=False, comment="What the keys name: hub/views/things.py"),
        sa.Column("keys", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column(
            "history",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="From history or a rebuild: after the live ones, and quiet.",
        ),
    )
    op.create_index(op.f("ix_dirty_batch"), "dirty", ["batch"], unique=False)
    op.create_table(
        "employee",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("rank", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("nik", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("token", sa.LargeBinary(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_employee")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_employee_nik", "employee", ["nik"], unique=False)
    op.create_table(
        "employment",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_employment")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "event",
        sa.Column("pos", sa.BigInteger(), autoincrement=False, nullable=False, comment="batch << 20 | place in the batch."),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("cluster", sa.SmallInteger(), nullable=False),
        sa.Column("topic", sa.SmallInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("off", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("skey", sa.BigInteger(), nullable=False, comment="64-bit key of the subject."),
        sa.Column(
            "okey",
            sa.LargeBinary(),
            nullable=False,
            comment="Order: effective, time, rank of the type, id, key of (source, id). hub/store/order.py",
        ),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False, comment="When the source recorded it."),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False, comment="When Kafka took it."),
        sa.Column("payload", sa.Text(), nullable=False, comment="Canonical JSON of the fields without a class."),
        sa.Column("blob", sa.LargeBinary(), nullable=True, comment="Classified fields, AES-GCM under the key of `about`. Null: none."),
        sa.Column("about", sa.BigInteger(), nullable=True, comment="Whose key; null: the subject's."),
        sa.Column(
            "hashes",
            postgresql.ARRAY(sa.BigInteger()),
            nullable=True,
            comment="Keyed hashes of the joining fields in the order of the type.",
        ),
        sa.Column("of_key", sa.Uuid(), nullable=True, comment="Key of the (source, id) that this event amends."),
        sa.Column(
            "history", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="From a run marked history: notifies nobody."
        ),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pos", name=op.f("pk_event")),
        postgresql_partition_by="RANGE (pos)",
    )
    op.create_index(op.f("ix_event_skey"), "event", ["skey"], unique=False)
    op.create_table(
        "event_key",
        sa.Column("k", sa.Uuid(), nullable=False, comment="128-bit hash of (source, id)."),
        sa.Column("mac", sa.Uuid(), nullable=False, comment="Keyed MAC of type, subject, time and content."),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_event_key")),
        postgresql_partition_by="HASH (k)",
    )
    op.create_table(
        "event_type",
        sa.Column("no", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_event_type")),
        sa.UniqueConstraint("name", name=op.f("uq_event_type_name")),
    )
    op.create_table(
        "job",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False, comment="waiting, running, done, failed, cancelled"),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True, comment="Silent for a minute: another process claims it."),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("cancel", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_job")),
    )
    op.create_table(
        "kafka_offset",
        sa.Column("cluster", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False, comment="Never goes backwards."),
        sa.PrimaryKeyConstraint("cluster", "topic", "part", name=op.f("pk_kafka_offset")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "look",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=True, comment="Whose classified fields were shown."),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_look")),
    )
    op.create_table(
        "occupancy",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("until", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("extended_until", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("decree", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_occupancy")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_occupancy_person", "occupancy", ["person"], unique=False)
    op.create_table(
        "parameter",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_parameter")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "parameter_span",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("law", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_parameter_span")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "pay_line",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("period", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("pay", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("nip", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("account", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("basic", Sen(), autoincrement=False, nullable=False),
        sa.Column("net", Sen(), autoincrement=False, nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("sp2d", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("token", sa.LargeBinary(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_pay_line")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_pay_line_account", "pay_line", ["account"], unique=False)
    op.create_index("ix_pay_line_nip", "pay_line", ["nip"], unique=False)
    op.create_index("ix_pay_line_person", "pay_line", ["person"], unique=False)
    op.create_table(
        "person_key",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False, comment="Whose."),
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True, comment="The key under the master key; null once destroyed."),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("skey", "generation", name=op.f("pk_person_key")),
    )
    op.create_table(
        "post",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("leads", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("retirement_age", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("established_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("abolished_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_post")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_post_agency", "post", ["agency"], unique=False)
    op.create_table(
        "rule_retry",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("thing", sa.SmallInteger(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_rule_retry")),
    )
    op.create_index(op.f("ix_rule_retry_rule"), "rule_retry", ["rule"], unique=False)
    op.create_table(
        "same_as",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("one", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_same_as")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_same_as_one", "same_as", ["one"], unique=False)
    op.create_index("ix_same_as_other", "same_as", ["other"], unique=False)
    op.create_table(
        "same_as_span",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("same", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_same_as_span")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "signin_attempt",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("login", sa.LargeBinary(), nullable=False, comment="SHA-256: people type passwords and NIPs into this field."),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("right", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_signin_attempt")),
    )
    op.create_index("ix_signin_attempt_at", "signin_attempt", ["at"], unique=False)
    op.create_table(
        "source",
        sa.Column("no", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False, comment="Unique in the region; last part of an event's source."),
        sa.Column("agency", sa.Text(), nullable=False, comment="Slug of the sender."),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False, comment="own: speaks of its own agency alone; region: of all."),
        sa.Column(
            "rhythm_minutes", sa.Integer(), nullable=True, comment="Declared longest time between two signs of life; null: none declared."
        ),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("live_from", sa.DateTime(timezone=True), nullable=True, comment="Causes with a time before it notify nobody."),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("scope IN ('own', 'region')", name=op.f("ck_source_scope")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_source_slug")),
    )
    op.create_table(
        "source_state",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("records", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("rhythm_minutes", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("maintenance_from", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("maintenance_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_source_state")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "sp2d",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("spending", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("amount", Sen(), autoincrement=False, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("spm", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("token", sa.LargeBinary(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_sp2d")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_sp2d_agency", "sp2d", ["agency"], unique=False)
    op.create_table(
        "sp2d_line",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("fund", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("amount", Sen(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_sp2d_line")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "special_day",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("calendar", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("working", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("decree", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_special_day")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "spm",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", Sen(), autoincrement=False, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("signing_as", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("signer", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("signer_nip", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_spm")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index("ix_spm_agency", "spm", ["agency"], unique=False)
    op.create_index("ix_spm_signer", "spm", ["signer"], unique=False)
    op.create_index("ix_spm_signer_nip", "spm", ["signer_nip"], unique=False)
    op.create_table(
        "subject",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="Grows by one with each batch that changes it; memory with another version is stale.",
        ),
        sa.Column("last", sa.LargeBinary(), nullable=False, comment="Order key of its newest fact."),
        sa.Column("amended", sa.Boolean(), nullable=False, comment="Has amendments: always folded anew."),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_subject")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "tick",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="The hub's time up to which this tick was done."),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick")),
    )
    op.create_table(
        "topic",
        sa.Column("no", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
    )
    op.create_table(
        "topic_pause",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, comment="hub, or the user who paused it."),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_topic_pause")),
    )
    op.create_table(
        "unit",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("established_at", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.Column("successor", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_unit")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "webhook",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False, comment="The signing secret, sealed under the master key."),
        sa.Column(
            "wrapped_before",
            sa.LargeBinary(),
            nullable=True,
            comment="The secret before it, which still signs until `before_until`, so that it can be exchanged.",
        ),
        sa.Column("before_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True, comment="The receiver said 410, or a person ended it."),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_webhook")),
    )
    op.create_table(
        "week_span",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("calendar", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("opens", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("closes", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", "no", name=op.f("pk_week_span")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "working_week",
        sa.Column("skey", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("skey", name=op.f("pk_working_week")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_table(
        "alert_found",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.no"], name=op.f("fk_alert_found_alert_alert")),
        sa.PrimaryKeyConstraint("key", "alert", name=op.f("pk_alert_found")),
        comment="The other subjects that an open alert stands on: a mark on any of them asks it again, whatever its rule says.",
    )
    op.create_index(op.f("ix_alert_found_alert"), "alert_found", ["alert"], unique=False)
    op.create_table(
        "alert_journal",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("alert", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False, comment="Of the evaluator's transaction; `commit` has its commit_no."),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="The hub's time."),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False, comment="Real time."),
        sa.Column("transition", sa.Text(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column(
            "values", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="Found now; of an ended alert, what was found last."
        ),
        sa.Column("stands_on", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column(
            "causes",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="The events whose marks led here: pos, type, subject, effective, time; [] for a clock tick.",
        ),
        sa.CheckConstraint(
            "transition IN ('opened', 'changed', 'resolved', 'withdrawn', 'reopened')", name=op.f("ck_alert_journal_transition")
        ),
        sa.ForeignKeyConstraint(["alert"], ["alert.no"], name=op.f("fk_alert_journal_alert_alert")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_alert_journal")),
    )
    op.create_index(op.f("ix_alert_journal_alert"), "alert_journal", ["alert"], unique=False)
    op.create_index(op.f("ix_alert_journal_batch"), "alert_journal", ["batch"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the token's 256 random bits."),
        sa.Column("prefix", sa.Text(), nullable=False, comment="First characters, to tell one from another in lists."),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.no"], name=op.f("fk_api_token_account_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_api_token")),
    )
    op.create_index(op.f("ix_api_token_account"), "api_token", ["account"], unique=False)
    op.create_table(
        "case_action",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("alert", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False, comment="Of the transaction; `commit` has its commit_no."),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False, comment="acknowledged, disposed, noted, closed"),
        sa.Column("to_agency", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True, comment="A day, YYYY-MM-DD."),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("previous", sa.Text(), nullable=False, comment="Hash of the action before."),
        sa.Column("hash", sa.Text(), nullable=False, comment="Over ids alone."),
        sa.ForeignKeyConstraint(["alert"], ["alert.no"], name=op.f("fk_case_action_alert_alert")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_case_action")),
    )
    op.create_index(op.f("ix_case_action_alert"), "case_action", ["alert"], unique=False)
    op.create_table(
        "credential",
        sa.Column("prefix", sa.Text(), nullable=False, comment="First characters of the key: enough to find it, not to use it."),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the whole key, which has 256 random bits."),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["source.no"], name=op.f("fk_credential_source_source")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_credential")),
    )
    op.create_table(
        "cursor",
        sa.Column("source", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False, comment="Which stream of the source, where it has several."),
        sa.Column("place", sa.Text(), nullable=False, comment="Only the connector understands it. Moves when Kafka has acknowledged."),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.no"], name=op.f("fk_cursor_source_source")),
        sa.PrimaryKeyConstraint("source", "connector", "feed", name=op.f("pk_cursor")),
    )
    op.create_table(
        "run",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column(
            "state", sa.Text(), server_default="running", nullable=False, comment="running, done, failed, broken (killed in the middle)"
        ),
        sa.Column("history", sa.Boolean(), nullable=False, comment="Before the first complete load: its events notify nobody."),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("records", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="Read."),
        sa.Column(
            "sent", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="New or changed, and acknowledged by Kafka."
        ),
        sa.Column("refused", sa.BigInteger(), server_default=sa.text("0"), nullable=False, comment="Put on the desk."),
        sa.Column("error", sa.Text(), nullable=True, comment="Why it failed: a sentence of ours, without a value."),
        sa.CheckConstraint("state IN ('running', 'done', 'failed', 'broken')", name=op.f("ck_run_state")),
        sa.ForeignKeyConstraint(["source"], ["source.no"], name=op.f("fk_run_source_source")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_run")),
    )
    op.create_index("ix_run_whose", "run", ["source", "connector", "feed", "no"], unique=False)
    op.create_table(
        "session",
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the cookie's 256 random bits."),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False, comment="Written at most once a minute."
        ),
        sa.ForeignKeyConstraint(["account"], ["account.no"], name=op.f("fk_session_account_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_table(
        "signin_link",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.no"], name=op.f("fk_signin_link_account_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_signin_link")),
    )
    op.create_table(
        "source_seen",
        sa.Column("source", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False, comment="When Kafka took its newest accepted event."),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="Real time at which we last took one."),
        sa.ForeignKeyConstraint(["source"], ["source.no"], name=op.f("fk_source_seen_source_source")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_seen")),
        comment="Freshness, without a search through the log.",
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "outbox",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("journal", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False, comment="topic, webhook:<name>, …"),
        sa.Column("trace", sa.Text(), nullable=True, comment="traceparent of the newest cause."),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'given up')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["journal"], ["alert_journal.no"], name=op.f("fk_outbox_journal_alert_journal")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["next_try"], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "delivery",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("outbox", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.no"], name=op.f("fk_delivery_outbox_outbox")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_outbox"), "delivery", ["outbox"], unique=False)
