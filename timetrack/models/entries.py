"""Time entries. The running timer is the entry that has no end yet."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    desc,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, ExcludeConstraint
from sqlmodel import Field, SQLModel

from timetrack.models.base import MONEY, currency_code, instant, key, not_negative, one_of, reference

DESCRIPTION_LENGTH = 3000
DURATION = "extract(epoch FROM end_time - start_time)::integer"


class RateSource(StrEnum):
    """Which rule gave an entry its rate."""

    PROJECT_USER = "PROJECT_USER"
    USER = "USER"
    PROJECT = "PROJECT"
    MANUAL = "MANUAL"
    NONE = "NONE"


class TimeEntry(SQLModel, table=True):
    """Work of one person between two instants, half-open: it holds its start and not its end.

    ``hourly_rate`` in ``currency`` is the snapshot taken when the entry was made, ``rate_source`` the rule that gave it.
    """

    __tablename__ = "time_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.task_id"], name="fk_time_entries_task"
        ),
        CheckConstraint("end_time > start_time", name="order"),
        CheckConstraint("end_time - start_time <= interval '24 hours'", name="day_at_most"),
        CheckConstraint("task_id IS NULL OR project_id IS NOT NULL", name="task_has_project"),
        CheckConstraint("NOT is_billable OR project_id IS NOT NULL", name="billable_has_project"),
        not_negative("hourly_rate"),
        CheckConstraint(f"char_length(description) <= {DESCRIPTION_LENGTH}", name="description"),
        CheckConstraint("cardinality(tags) <= 50 AND array_position(tags, NULL) IS NULL", name="tags"),
        one_of("rate_source", RateSource),
        currency_code(),
        Index("uq_time_entries_running", "user_id", unique=True, postgresql_where=text("end_time IS NULL")),
        ExcludeConstraint(
            (text("int8range(user_id, user_id, '[]')"), "&&"),
            (text("tstzrange(start_time, end_time, '[)')"), "&&"),
            name="ex_time_entries_overlap",
            using="gist",
        ),
        Index("ix_time_entries_newest", "user_id", desc("start_time"), desc("entry_id")),
        Index("ix_time_entries_project_id_start_time", "project_id", "start_time"),
    )

    entry_id: int = Field(default=None, sa_column=key())
    user_id: int = Field(sa_column=reference("users.user_id"))
    project_id: int | None = Field(default=None, sa_column=reference("projects.project_id", nullable=True))
    task_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    description: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    start_time: datetime = Field(sa_column=instant())
    end_time: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    duration_seconds: int | None = Field(default=None, sa_column=Column(Integer, Computed(DURATION, persisted=True)))
    is_billable: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    hourly_rate: Decimal = Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False))
    rate_source: str = Field(default=RateSource.NONE, sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    tags: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
    updated_at: datetime = Field(
        default=None,
        sa_column=Column(TIMESTAMP(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )
