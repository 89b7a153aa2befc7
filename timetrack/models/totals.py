"""What was worked per person, project and month, kept by triggers beside the entries."""

from datetime import date

from sqlalchemy import BigInteger, Boolean, Column, Date, Index
from sqlmodel import Field, SQLModel

from timetrack.models.base import key, reference


class WorkedTotal(SQLModel, table=True):
    """The seconds of one person's ended entries on one project, or on none, that are billable or are not.

    ``month`` is the first day of a month in UTC; None is all time. A row's person is locked by whoever changes the
    entries under it, so nobody waits for anybody else's total. Derived: it can be counted again at any time, so
    projects are no foreign key and it leaves no audit records.
    """

    __tablename__ = "worked_totals"
    __table_args__ = (
        Index(
            "uq_worked_totals_what",
            "user_id",
            "project_id",
            "is_billable",
            "month",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_worked_totals_month", "month", "project_id", "user_id", postgresql_include=["is_billable", "seconds"]
        ),
    )

    total_id: int = Field(default=None, sa_column=key())
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE"))
    project_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    is_billable: bool = Field(sa_column=Column(Boolean, nullable=False))
    month: date | None = Field(default=None, sa_column=Column(Date))
    seconds: int = Field(sa_column=Column(BigInteger, nullable=False))
