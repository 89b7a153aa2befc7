"""The way every write goes: the row, its audit record and its announcement are one statement.

So none of the three can be forgotten, and each is there exactly when the others are.
"""

from functools import lru_cache
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import (
    CTE,
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Text,
    Update,
    Uuid,
    bindparam,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, SQLModel

from timetrack.db import Prepared
from timetrack.models import (
    AuditRecord,
    Client,
    Favourite,
    Invitation,
    Invoice,
    InvoiceFile,
    InvoiceLineItem,
    InvoiceLink,
    InvoiceTax,
    Mail,
    NumberCounter,
    NumberSeries,
    Organisation,
    Payment,
    Project,
    ProjectMember,
    ProjectUserRate,
    RecurringInvoice,
    RecurringRun,
    SavedFilter,
    Task,
    TaxRate,
    TimeEntry,
    User,
    UserSession,
    table,
)

CHANNEL = "timetrack"
UNRECORDED = "ARRAY['password_hash', 'token_hash', 'token', 'logo', 'line_items']"
"""What no record repeats: secrets, and the picture and the issued document, of which the record has the hash."""
UNSEEN = "ARRAY['password_hash', 'token_hash', 'token', 'logo', 'line_items', 'last_seen_at', 'expires_at']"
"""What moves without a record: these, and how long a session that is in use lasts."""
SUBJECTS: tuple[type[SQLModel], ...] = (
    Organisation, User, UserSession, Client, Project, ProjectMember, ProjectUserRate, Task, TimeEntry, Invitation,
    Favourite, SavedFilter, TaxRate, NumberSeries, NumberCounter, Invoice, InvoiceLineItem, InvoiceTax, Payment,
    InvoiceFile, Mail, InvoiceLink, RecurringInvoice, RecurringRun,
)  # fmt: skip
Write = Insert | Update | Delete
Changed = dict[str, Any]


def record(
    session: Session, actor: User | None, action: str, write: Write, *topics: str, **values: object
) -> list[Changed]:
    """Carry out ``write``, note each changed row before and after, and announce ``topics`` once it is committed.

    Returns the rows as they are afterwards; of a deletion, as they were. Without an actor the installation itself
    acted. The rows of an update or a deletion must be locked already, or belong to a locked person. ``values`` are the
    parameters of a ``write`` that is built once and kept.
    """
    given: dict[str, object] = {
        "audit_action": action,
        "audit_actor": actor.user_id if actor else None,
        "audit_change": change_of(session),
        "topics": list(topics),
    }
    if values:
        found = _prepared(write).rows(session, **given, **values)
    else:
        found = [dict(row) for row in session.execute(recorded(write), given).mappings()]
    for row in found:
        del row["announced"]
    return found


def change_of(session: Session) -> UUID:
    """The one id of everything that this session records."""
    change_id: UUID = session.info.setdefault("change_id", uuid4())
    return change_id


def recorded(write: Write) -> Select[Any]:
    """``write`` with its audit records and announcements.

    Takes ``audit_action``, ``audit_actor``, ``audit_change`` and ``topics``.
    """
    subject = cast(Table, write.table)
    (key,) = subject.primary_key.columns
    changed = write.returning(*subject.columns).cte("changed")
    source: Any = changed
    before: ColumnElement[Any] = null()
    after: ColumnElement[Any] = null()
    if not isinstance(write, Insert):
        old = select(subject).where(write.whereclause).cte("old")  # type: ignore[arg-type]
        source, before = changed.join(old, old.c[key.name] == changed.c[key.name]), _shown("old")
    if not isinstance(write, Delete):
        after = _shown("changed")
    note: Select[Any] = select(
        literal(subject.name),
        changed.c[key.name],
        bindparam("audit_change", type_=Uuid),
        bindparam("audit_action", type_=Text),
        bindparam("audit_actor"),
        before,
        after,
    ).select_from(source)
    columns = ["subject_type", "subject_id", "change_id", "action", "actor_id", "before", "after"]
    noted = insert(table(AuditRecord)).from_select(columns, note).cte("noted")
    return select(changed, _announced()).add_cte(noted)


def broken_chains(session: Session) -> list[str]:
    """Every subject whose records were altered, removed or reordered, or whose row is not as last recorded."""
    broken = list(session.execute(text(BROKEN_LINKS)).scalars())
    for model in SUBJECTS:
        subject = table(model)
        (key,) = subject.primary_key.columns
        unrecorded = UNRECORDED_ROW.format(table=subject.name, key=key.name, unseen=UNSEEN)
        broken += session.execute(text(unrecorded)).scalars()
    return broken


@lru_cache(maxsize=512)
def _prepared(write: Write) -> Prepared:
    return Prepared(recorded(write))


def _shown(name: str) -> ColumnElement[Any]:
    return literal_column(f"to_jsonb({name}) - {UNRECORDED}")


def _announced() -> ColumnElement[Any]:
    topics: CTE | Any = func.unnest(bindparam("topics", type_=ARRAY(Text))).table_valued("topic").render_derived()
    return select(func.count(func.pg_notify(CHANNEL, topics.c.topic))).scalar_subquery().label("announced")


BROKEN_LINKS = """
SELECT DISTINCT format('%s %s: record %s was altered, removed or moved', subject_type, subject_id, sequence)
  FROM (SELECT l.*, lag(hash) OVER chain AS link, row_number() OVER chain AS place,
               audit_hash(previous_hash, l::audit_log) AS proper
          FROM audit_log l WINDOW chain AS (PARTITION BY subject_type, subject_id ORDER BY sequence)) records
 WHERE sequence <> place OR previous_hash IS DISTINCT FROM link OR hash IS DISTINCT FROM proper
"""

UNRECORDED_ROW = """
SELECT format('{table} %s: the row is not as last recorded', coalesce(r.{key}, last.subject_id))
  FROM {table} r
  FULL JOIN (SELECT DISTINCT ON (subject_id) subject_id, after FROM audit_log
              WHERE subject_type = '{table}' ORDER BY subject_id, sequence DESC) last
    ON last.subject_id = r.{key}
 WHERE to_jsonb(r) - {unseen} IS DISTINCT FROM last.after - {unseen}
"""
