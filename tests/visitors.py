"""People with sessions, for tests that come in through sockets and HTTP: a database of their own, real commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from tests import databases
from timetrack import db
from timetrack.domain import auth, people
from timetrack.domain.passwords import hash_password
from timetrack.models import Role, User

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Visitor:
    """A person and the cookie of a browser they are signed in with."""

    person: User
    cookie: str

    @property
    def key(self) -> bytes:
        """What the database keeps of the session."""
        return auth.key_of(self.cookie.partition("=")[2])

    @property
    def session_id(self) -> int:
        """The session behind the cookie."""
        visit = auth.visit(self.key)
        assert visit is not None
        return visit.session_id

    def sign_out(self) -> None:
        """End the session, as another tab would."""
        with db.transaction() as session:
            auth.sign_out(session, self.person, session_id=self.session_id)

    def again(self) -> "Visitor":
        """The same person in another browser."""
        return signed_in(self.person)


@contextmanager
def workspace(server: str, template: str, kind: str) -> Iterator[str]:
    """A database of its own with the workspace founded by Ann, an administrator."""
    with databases.cloned(server, template, kind) as url, databases.pointed_at(url):
        found_workspace()
        yield url


def found_workspace() -> User:
    """Ann's workspace."""
    with db.transaction() as session:
        return auth.create_workspace(
            session,
            workspace="Harbour Studio",
            name="Ann Founder",
            email="ann@harbour.example",
            password_hash=password_hash(),
            timezone="Europe/Berlin",
            currency="EUR",
        )


def ann() -> Visitor:
    """The administrator, newly signed in."""
    with db.transaction() as session:
        (person,) = people.people_by_email(session, ["ann@harbour.example"]).values()
    return signed_in(person)


def joined(name: str, role: Role = Role.EMPLOYEE) -> Visitor:
    """A new person, signed in."""
    email = f"{name.lower().replace(' ', '.')}@harbour.example"
    with db.transaction() as session:
        person = people.add_person(
            session, None, name=name, email=email, role=role, timezone="UTC", password_hash=password_hash()
        )
    return signed_in(person)


def signed_in(person: User, *, stay: bool = False) -> Visitor:
    """A session of ``person`` without typing the password."""
    with db.transaction() as session:
        secret = auth.open_session(session, person, address="192.0.2.1", user_agent="a test", stay=stay)
    return Visitor(person, f"{auth.cookie_name()}={secret}")


@cache
def password_hash() -> str:
    """The hash of PASSWORD, computed once: it is slow on purpose."""
    return hash_password(PASSWORD)
