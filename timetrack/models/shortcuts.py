"""What a person keeps at hand: favourite work to start again, and filters of the Time page under a name."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from timetrack.models.base import filled, instant, key, reference
from timetrack.models.entries import DESCRIPTION_LENGTH


class Favourite(SQLModel, table=True):
    """Work that a person starts often. Without ``is_billable`` the task and the project decide."""

    __tablename__ = "favourites"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["tasks.project_id", "tasks.task_id"],
            name="fk_favourites_task",
            ondelete="CASCADE",
        ),
        CheckConstraint("task_id IS NULL OR project_id IS NOT NULL", name="task_has_project"),
        CheckConstraint("project_id IS NOT NULL OR btrim(description) <> ''", name="says_something"),
        CheckConstraint(f"char_length(description) <= {DESCRIPTION_LENGTH}", name="description"),
        CheckConstraint("cardinality(tags) <= 50 AND array_position(tags, NULL) IS NULL", name="tags"),
        Index(
            "uq_favourites_work",
            "user_id",
            text("md5(description)"),
            "project_id",
            "task_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    favourite_id: int = Field(default=None, sa_column=key())
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE"))
    description: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    project_id: int | None = Field(
        default=None, sa_column=reference("projects.project_id", nullable=True, ondelete="CASCADE")
    )
    task_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    is_billable: bool | None = Field(default=None)
    tags: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class SavedFilter(SQLModel, table=True):
    """A filter of the Time page under a name. ``query`` is what stands behind the ? of its address."""

    __tablename__ = "saved_filters"
    __table_args__ = (
        Index("uq_saved_filters_user_id_name", "user_id", text("lower(name)"), unique=True),
        CheckConstraint("char_length(query) <= 2000", name="query"),
        filled("name", 200),
    )

    filter_id: int = Field(default=None, sa_column=key())
    user_id: int = Field(sa_column=reference("users.user_id", ondelete="CASCADE"))
    name: str = Field(sa_column=Column(Text, nullable=False))
    query: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
