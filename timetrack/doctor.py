"""`doctor`: looks at everything Timetrack stands on, and says of each problem how to mend it."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from timetrack import db, postgres, schema
from timetrack.config import settings
from timetrack.documents import storage
from timetrack.domain import audit, worked_totals
from timetrack.domain.invoices import reading
from timetrack.errors import TimetrackError
from timetrack.worker import smtp

SAMPLE_ZONES = ("Europe/Berlin", "America/St_Johns", "Pacific/Apia")
SHOWN_CHAINS = 5
PROBE = "doctor/probe"


@dataclass(frozen=True)
class Finding:
    """One check: what it looked at, what it saw, and whether that is a problem."""

    subject: str
    text: str
    is_problem: bool = False

    def __str__(self) -> str:
        return f"{'problem' if self.is_problem else 'ok':8} {self.subject}: {self.text}"


class Problem(Exception):
    """What is wrong and how to mend it, in one sentence each."""


def findings() -> Iterator[Finding]:
    """Every check in turn, each standing on those before: the first problem ends them."""
    checks = {
        "settings": _settings,
        "data folder": _data_folder,
        "time zones": _time_zones,
        "database": _database,
        "migrations": _migrations,
        "audit": _audit_chain,
        "totals": _totals,
        "invoices": _invoices,
        "documents": _documents,
        "mail": _mail,
    }
    for subject, check in checks.items():
        found = _checked(subject, check)
        yield found
        if found.is_problem:
            return


def _checked(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, check())
    except (Problem, TimetrackError) as problem:
        return Finding(subject, str(problem), is_problem=True)


def _settings() -> str:
    return f"people reach Timetrack at {settings().url}, it listens on {settings().host}:{settings().port}"


def _data_folder() -> str:
    folder = settings().data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError as refused:
        raise Problem(f"{folder} cannot be written ({refused.strerror}). Set TIMETRACK_DATA_DIR.") from refused


def _time_zones() -> str:
    try:
        return f"{', '.join(ZoneInfo(name).key for name in SAMPLE_ZONES)} and the others are known"
    except ZoneInfoNotFoundError as missing:
        raise Problem(f"{missing}. Install the packages of requirements.txt again: rm -r .venv; make run") from missing


def _database() -> str:
    postgres.require_suitable(db.url())
    with _connected() as connection:
        version, encoding = connection.info.parameter_status("server_version"), connection.info.encoding
    return f"PostgreSQL {version}, {encoding}, {'DATABASE_URL' if settings().database_url else 'embedded'}"


def _migrations() -> str:
    with _connected() as connection:
        try:
            row = connection.execute(schema.VERSION_QUERY).fetchone()
        except psycopg.errors.UndefinedTable:
            row = None
    if row != (schema.head(),):
        raise Problem(f"the database is at {row[0] if row else 'nothing'}. Run: python -m timetrack migrate")
    return f"at {schema.head()}"


def _audit_chain() -> str:
    with db.transaction() as session:
        broken = audit.broken_chains(session)
    if broken:
        raise Problem(
            f"records were altered outside Timetrack: {_first(broken)}."
            " Compare them with a backup; Timetrack itself never changes a record."
        )
    return "every chain of records is whole"


def _totals() -> str:
    with db.transaction() as session:
        drifted = worked_totals.drifted_totals(session)
    if drifted:
        raise Problem(
            f"totals differ from their entries: {_first(drifted)}."
            " The entries are right. Run: python -m timetrack recount"
        )
    return "the totals of reports equal their entries to the second"


def _invoices() -> str:
    with db.transaction() as session:
        broken = reading.broken_invoices(session)
    if broken:
        raise Problem(
            f"{', '.join(broken[:SHOWN_CHAINS])}. Compare with a backup; Timetrack itself never changes what was issued."
        )
    return "every issued document is as it was issued, and numbers have no gap"


def _documents() -> str:
    store = storage.store()
    store.put(PROBE, b"doctor", content_type="text/plain")
    store.delete(PROBE)
    place = f"the bucket {settings().s3_bucket}" if settings().s3_bucket else settings().documents_dir
    return f"{place} can be written to"


def _mail() -> str:
    url = settings().smtp_url
    if url is None:
        return "no SMTP_URL is set; mails are kept and say so"
    smtp.greet(url.get_secret_value())
    return f"the server of SMTP_URL takes mails from {settings().mail_from}"


def _first(found: list[str]) -> str:
    """The first of what was found, and how many more there are."""
    more = f" and {len(found) - SHOWN_CHAINS} more" if len(found) > SHOWN_CHAINS else ""
    return f"{', '.join(found[:SHOWN_CHAINS])}{more}"


def _connected() -> psycopg.Connection:
    return psycopg.connect(db.url().replace("+psycopg", "", 1), connect_timeout=5)
