"""The audit log: who changed what, before and after, in a chain per subject that cannot be rewritten unnoticed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, UniqueConstraint, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlmodel import BigInteger, Field, SQLModel

from timetrack.models.base import key, reference


class AuditRecord(SQLModel, table=True):
    """One change of one subject. ``sequence``, ``previous_hash`` and ``hash`` are filled by the database.

    Everything one transaction changed has the same ``change_id``, so that it can be undone as one.
    """

    __tablename__ = "audit_log"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "sequence"),
        Index("ix_audit_log_acts", "actor_id", "audit_id", postgresql_where=text("subject_type = 'time_entries'")),
    )

    audit_id: int = Field(default=None, sa_column=key())
    subject_type: str = Field(sa_column=Column(Text, nullable=False))
    subject_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    sequence: int = Field(default=None, sa_column=Column(Integer, nullable=False))
    change_id: UUID | None = Field(default=None, sa_column=Column(Uuid, index=True))
    action: str = Field(sa_column=Column(Text, nullable=False))
    actor_id: int | None = Field(default=None, sa_column=reference("users.user_id", nullable=True))
    recorded_at: datetime = Field(
        default=None,
        sa_column=Column(TIMESTAMP(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    previous_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    hash: bytes = Field(default=None, sa_column=Column(LargeBinary, nullable=False))
