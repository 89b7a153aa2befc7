"""Removing the demo workspace: every row of every table in one transaction, the audit log's included."""

from sqlalchemy import func, select, text
from sqlmodel import Session, SQLModel

from timetrack import db
from timetrack.domain import audit, policy
from timetrack.domain.demo.cast import DOMAIN
from timetrack.domain.people import USERS
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import Organisation, User, UserSession, table

LOG = "audit_log"
KEEPER = "audit_log_append_only"
"""The trigger that lets the log only grow. Nothing but this function switches it off, and only until the commit."""


def remove_demo(session: Session, actor: User | None) -> None:
    """Remove everything, so that Timetrack is as new; every open tab goes to the setup page.

    There is no way back. Raises NotPermitted for anyone but an administrator, where the workspace is no demo, and
    where somebody has joined who is not of the demo; NotFound where there is none. Without an actor the installation
    itself acts.
    """
    if actor is not None:
        policy.require_admin(actor)
    tables = [one.name for one in SQLModel.metadata.sorted_tables]
    session.execute(text(f"LOCK TABLE {', '.join(sorted(tables, key=lambda name: name == LOG))}"))
    _require_demo(session)
    sessions = session.scalars(select(table(UserSession).c.session_id)).all()
    session.execute(text(f"ALTER TABLE {LOG} DISABLE TRIGGER {KEEPER}"))
    session.execute(text(f"TRUNCATE {', '.join(tables)}"))
    session.execute(text(f"ALTER TABLE {LOG} ENABLE TRIGGER {KEEPER}"))
    for topic in ("structure", "team", "invoices", *(f"session:{session_id}" for session_id in sessions)):
        session.execute(select(func.pg_notify(audit.CHANNEL, topic)))


def _require_demo(session: Session) -> None:
    found = db.first(session, Organisation, select(table(Organisation)))
    if found is None:
        raise NotFound("There is no workspace. Nothing was removed.")
    if not found.is_demo:
        raise NotPermitted("This is not a demo workspace. Nothing was removed.")
    others = session.scalars(select(USERS.c.name).where(USERS.c.email.not_like(f"%@{DOMAIN}")).limit(1)).all()
    if others:
        raise NotPermitted(f"{others[0]} works here too, so this is more than a demo by now. Nothing was removed.")
