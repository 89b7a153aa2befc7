"""What goes out of the house: the PDF of an invoice in the store, mails, and why a job failed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, SmallInteger, Text, text
from sqlmodel import Field, SQLModel

from timetrack.models.base import filled, instant, key, one_of, reference


class MailKind(StrEnum):
    """An invoice or credit note that somebody sends, or a reminder of one that is not paid."""

    SEND = "SEND"
    REMINDER = "REMINDER"


class InvoiceFile(SQLModel, table=True):
    """The PDF of an issued invoice as it lies in the store under ``object_key``; ``sha256`` is of its bytes."""

    __tablename__ = "invoice_files"
    __table_args__ = (
        Index("uq_invoice_files_invoice_id", "invoice_id", unique=True),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        filled("object_key", 500),
    )

    file_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id"))
    sha256: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    object_key: str = Field(sa_column=Column(Text, nullable=False))
    size_bytes: int = Field(sa_column=Column(Integer, nullable=False))
    published_at: datetime = Field(sa_column=instant())


class Mail(SQLModel, table=True):
    """A mail to a client, kept whatever becomes of it.

    At most one of ``sent_at``, ``failed_at`` (given up) and ``held_at`` (there was no SMTP server) is set; none of them
    while it waits. ``message_id`` is its own for good, so a second try is the same mail. ``days_after_due`` is the rule
    that a reminder came from; an invoice has one reminder for each.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("uq_mails_message_id", "message_id", unique=True),
        Index(
            "uq_mails_invoice_id_days_after_due",
            "invoice_id",
            "days_after_due",
            unique=True,
            postgresql_where=text("days_after_due IS NOT NULL"),
        ),
        Index("ix_mails_invoice_id", "invoice_id"),
        one_of("kind", MailKind),
        filled("recipients", 2000),
        filled("subject", 300),
        CheckConstraint("subject !~ '[[:cntrl:]]'", name="one_line"),
        CheckConstraint("char_length(body) <= 20000", name="body"),
        CheckConstraint("char_length(error) <= 1000", name="error"),
        CheckConstraint("num_nonnulls(sent_at, failed_at, held_at) <= 1", name="outcome"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("days_after_due IS NULL OR kind = 'REMINDER'", name="days_after_due"),
    )

    mail_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id"))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    recipients: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    message_id: str = Field(sa_column=Column(Text, nullable=False))
    asked_by: int | None = Field(default=None, sa_column=reference("users.user_id", nullable=True))
    days_after_due: int | None = Field(default=None, sa_column=Column(SmallInteger))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    error: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    sent_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    failed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    held_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class JobFailure(SQLModel, table=True):
    """Why a job failed when it was tried last; procrastinate's own tables do not keep that."""

    __tablename__ = "job_failures"
    __table_args__ = (filled("error", 1000),)

    job_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    error: str = Field(sa_column=Column(Text, nullable=False))
    failed_at: datetime = Field(sa_column=instant())
