"""The command line: thin sub-commands over the domain; a refusal is one sentence and exit code 1."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from timetrack import db, doctor, postgres, schema
from timetrack.config import settings
from timetrack.domain import auth, invitations, people, worked_totals
from timetrack.domain.demo import creating, removing
from timetrack.domain.passwords import hash_password, new_password
from timetrack.errors import TimetrackError
from timetrack.models import Role
from timetrack.transfer import toggl
from timetrack.transfer.summary import summary


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; 0 done, 1 refused, 2 called wrongly."""
    chosen = parser().parse_args(arguments)
    try:
        return chosen.run(chosen) or 0
    except TimetrackError as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> ArgumentParser:
    """Every sub-command with its options; docs/operating.md explains them."""
    top = ArgumentParser(prog="python -m timetrack", description="Timetrack: time tracking for teams, on PostgreSQL.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the database if need be, migrate, build the pages and serve")
    serve.add_argument("--reload", action="store_true", help="for development: compile again whenever a file is saved")
    serve.set_defaults(run=run_serve)

    migrate = commands.add_parser("migrate", help="bring the database to this version's schema")
    migrate.set_defaults(run=run_migrate)

    url = commands.add_parser("database-url", help="print the URL of the database, for psql, pg_dump and backups")
    url.set_defaults(run=run_database_url)

    admin = commands.add_parser("create-admin", help="add a person with every right; the password comes on stdin")
    admin.add_argument("--email", required=True, help="what they sign in with")
    admin.add_argument("--name", required=True, help="what colleagues see")
    admin.add_argument("--timezone", default="UTC", help="where they work, such as Europe/Berlin (default: UTC)")
    admin.add_argument("--workspace", default="Timetrack", help="its name, when they are the first person")
    admin.add_argument("--currency", default="EUR", help="its currency, when they are the first person")
    admin.set_defaults(run=run_create_admin)

    invite = commands.add_parser("invite", help="print a link by which a person sets a password and joins")
    invite.add_argument("--email", required=True, help="whose link it is; somebody new is added")
    invite.add_argument("--name", default="", help="what colleagues see, for somebody new (default: the e-mail's name)")
    invite.add_argument("--role", choices=[role.lower() for role in Role], default="employee", help="for somebody new")
    invite.set_defaults(run=run_invite)

    formats = commands.add_parser("import", help="take over the time of another program").add_subparsers(
        required=True, metavar="FORMAT"
    )
    toggl_file = formats.add_parser("toggl", help="a detailed CSV export of Toggl; repeating it adds nothing")
    toggl_file.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    toggl_file.add_argument("--timezone", required=True, metavar="ZONE", help="the zone of its clocks: Europe/Berlin")
    toggl_file.add_argument("--dry-run", action="store_true", help="say what would happen, and save nothing")
    toggl_file.set_defaults(run=run_import_toggl)

    demo = commands.add_parser("demo", help="fill an empty installation with a made-up studio, to look around in")
    demo.add_argument(
        "--timezone", default="Europe/Berlin", metavar="ZONE", help="where it is (default: Europe/Berlin)"
    )
    demo.add_argument("--remove", action="store_true", help="remove a demo workspace, with everything in it")
    demo.set_defaults(run=run_demo)

    worker = commands.add_parser("worker", help="do the jobs that wait, beside or instead of the web process")
    worker.set_defaults(run=run_worker)

    _add_checks(commands)
    return top


def _add_checks(commands: Any) -> None:
    check = commands.add_parser("doctor", help="check what Timetrack stands on; exit 1 when something needs mending")
    check.set_defaults(run=run_doctor)

    recount = commands.add_parser("recount", help="count the totals of reports again, where doctor says they differ")
    recount.set_defaults(run=run_recount)


def run_serve(chosen: Namespace) -> None:
    """Serve, in the foreground."""
    from timetrack import serve

    serve.develop() if chosen.reload else serve.serve()


def run_worker(_chosen: Namespace) -> None:
    """Do jobs, in the foreground; an embedded database is kept running meanwhile."""
    from timetrack import serve
    from timetrack.worker import running

    with serve.ready_database():
        running.run()


def run_migrate(_chosen: Namespace) -> None:
    """Check the database and migrate it."""
    bring_database_up()
    sys.stdout.write(f"The database is at migration {schema.head()}.\n")


def run_database_url(_chosen: Namespace) -> None:
    """Print the libpq URL, without SQLAlchemy's driver name; an embedded server stays up for who uses it."""
    sys.stdout.write(db.url().replace("+psycopg", "", 1) + "\n")
    if settings().database_url is None:
        postgres.leave_running(settings().data_dir)


def run_create_admin(chosen: Namespace) -> None:
    """Add an administrator; the first person founds the workspace."""
    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    who = {"name": chosen.name, "email": chosen.email, "timezone": chosen.timezone}
    password_hash = hash_password(password)
    bring_database_up()
    with db.transaction() as session:
        if auth.is_set_up(session):
            person = people.add_person(session, None, role=Role.ADMIN, password_hash=password_hash, **who)
        else:
            place = {"workspace": chosen.workspace, "currency": chosen.currency}
            person = auth.create_workspace(session, password_hash=password_hash, **place, **who)
    sys.stdout.write(f"{person.name} can sign in as {person.email}.\n")


def run_invite(chosen: Namespace) -> None:
    """Print a person's link; one that was made before is dead from then on."""
    bring_database_up()
    with db.transaction() as session:
        known = [*people.people_by_email(session, [chosen.email]).values()]
        if known:
            invited = invitations.invite_person(session, None, user_id=known[0].user_id)
        else:
            who = {"name": chosen.name or chosen.email.partition("@")[0], "role": chosen.role.upper()}
            invited = invitations.add_invited_person(session, None, email=chosen.email, **who)
    until = f"{invited.expires_at:%Y-%m-%d %H:%M} UTC"
    sys.stdout.write(f"{settings().url}/join/{invited.secret}\n")
    sys.stderr.write(f"Send this link to {invited.person.name} yourself. It works once, until {until}.\n")


def run_import_toggl(chosen: Namespace) -> int:
    """Take over a Toggl export and account for every row; 1 when none of them could be read."""
    sheet = toggl.read_file(chosen.file, chosen.timezone)
    bring_database_up()
    batch = toggl.import_sheet(sheet, timezone=chosen.timezone, dry_run=chosen.dry_run)
    sys.stdout.write(summary(batch, source=chosen.file.name, zone=chosen.timezone, dry_run=chosen.dry_run))
    return 0 if sheet.rows else 1


def run_demo(chosen: Namespace) -> None:
    """Make the demo workspace and say how to sign in to it, or remove it."""
    bring_database_up()
    if chosen.remove:
        with db.transaction() as session:
            removing.remove_demo(session, None)
        sys.stdout.write("The demo workspace is gone. Open Timetrack in a browser to create yours.\n")
        return
    password = new_password()
    password_hash = hash_password(password)
    with db.transaction() as session:
        founder = creating.create_demo(session, password_hash=password_hash, timezone=chosen.timezone)
    sys.stdout.write(f"{founder.name} can sign in as {founder.email} with the password {password}\n")


def run_doctor(_chosen: Namespace) -> int:
    """Print each check; 1 when one found a problem."""
    problems = 0
    for finding in doctor.findings():
        sys.stdout.write(f"{finding}\n")
        problems += finding.is_problem
    return 1 if problems else 0


def run_recount(_chosen: Namespace) -> None:
    """Count the totals again from the entries."""
    bring_database_up()
    with db.transaction() as session:
        worked_totals.recount_totals(session)
    sys.stdout.write("The totals of reports were counted again from the entries.\n")


def bring_database_up() -> None:
    """Start, check and migrate the database, so that a command works on a fresh installation too."""
    postgres.require_suitable(db.url())
    schema.upgrade(db.url())
