"""Finding by words what a person may see: projects, clients, tasks, entries, people. One statement, one round trip.

Names are looked through whole, there are few of them. Of entries the NEWEST of each person are looked through, reached
by the index that lists them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Double,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session

from timetrack.db import Prepared
from timetrack.domain import policy
from timetrack.domain.text import plain
from timetrack.models import Client, Project, ProjectStatus, Role, Task, TimeEntry, User, table
from timetrack.models.base import INSTANT

CLIENTS, PROJECTS, TASKS, ENTRIES, USERS = (table(model) for model in (Client, Project, Task, TimeEntry, User))
NEWEST = 300
WORDS_AT_MOST = 5
Word = BindParameter[str]
OTHERS = 10**12
"""Seconds: what puts everyone else's entries behind one's own."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    ``kind`` is project, client, task, entry or person, ``key`` its id. ``detail`` is the client of a project, the
    currency of a client, the project of a task or an entry, the e-mail of a person. ``user_id`` and
    ``person`` are whose entry it is, or the person.
    """

    kind: str
    key: int
    name: str
    detail: str
    color: str
    project_id: int | None
    task_id: int | None
    user_id: int | None
    person: str
    start_time: datetime | None
    duration_seconds: int | None


def search(session: Session, actor: User, *, words: str, limit: int = 6) -> list[Hit]:
    """What holds all of ``words``, up to ``limit`` of each kind, as far as ``actor`` may see it.

    Upper and lower case are alike. What begins with the first word comes first, then what has a word that does; entries
    come newest first, one's own before those of others, each description of a person with its project and task once. What was archived is left out.
    """
    wanted = plain(words).lower().split()[:WORDS_AT_MOST]
    if not wanted:
        return []
    given = {f"word_{place}": word for place, word in enumerate(wanted)}
    found = _statement(actor.role, len(wanted)).records(
        session, actor=actor.user_id, newest=NEWEST, limit=limit, **given
    )
    return [Hit(*row[3:]) for row in found]


@lru_cache
def _statement(role: Role, number_of_words: int) -> Prepared:
    """The search of everybody with a role, who and for what left open: to build it takes longer than to run it."""
    anybody = User.model_construct(user_id=bindparam("actor", type_=BigInteger), role=role)
    words = [bindparam(f"word_{place}", type_=Text) for place in range(number_of_words)]
    kinds = [finding(anybody, words) for finding in (_projects, _clients, _tasks, _entries, _people)]
    limit = bindparam("limit", type_=Integer)
    best = [select(kind.order_by("place", "sort").limit(limit).subquery()) for kind in kinds]
    found = union_all(*best).subquery()
    return Prepared(select(found).order_by(*found.c["number", "place", "sort"]))


def _projects(actor: User, words: Sequence[Word]) -> Select[Any]:
    project, client = PROJECTS.c, func.coalesce(CLIENTS.c.name, "")
    wanted = _found(
        1, "project", project.project_id, project.name, client,
        _place(project.name, words), color=project.color, project=project.project_id,
    )  # fmt: skip
    return wanted.select_from(PROJECTS.outerjoin(CLIENTS, CLIENTS.c.client_id == project.client_id)).where(
        policy.visible_projects(actor), project.status == ProjectStatus.ACTIVE, _holds(words, project.name, client)
    )


def _clients(actor: User, words: Sequence[Word]) -> Select[Any]:
    client = CLIENTS.c
    wanted = _found(2, "client", client.client_id, client.name, client.currency, _place(client.name, words))
    return wanted.where(policy.visible_clients(actor), client.archived_at.is_(None), _holds(words, client.name))


def _tasks(actor: User, words: Sequence[Word]) -> Select[Any]:
    task, project = TASKS.c, PROJECTS.c
    wanted = _found(
        3, "task", task.task_id, task.name, project.name,
        _place(task.name, words), color=project.color, project=task.project_id, task=task.task_id,
    )  # fmt: skip
    is_open = and_(task.archived_at.is_(None), project.status == ProjectStatus.ACTIVE)
    return wanted.select_from(TASKS.join(PROJECTS, project.project_id == task.project_id)).where(
        policy.visible_projects(actor), is_open, _holds(words, task.name, project.name)
    )


def _entries(actor: User, words: Sequence[Word]) -> Select[Any]:
    """Distinct work among the newest entries of everyone whose time ``actor`` may see."""
    newest = (
        select(ENTRIES)
        .where(ENTRIES.c.user_id == USERS.c.user_id, policy.visible_entries(actor))
        .order_by(ENTRIES.c.user_id, ENTRIES.c.start_time.desc(), ENTRIES.c.entry_id.desc())
        .limit(bindparam("newest", type_=Integer))
        .lateral("newest")
    )
    entry = newest.c
    work = (entry.user_id, func.lower(entry.description), entry.project_id, entry.task_id)
    distinct = (
        select(newest, USERS.c.name.label("person"))
        .select_from(USERS.join(newest, true()))
        .where(policy.visible_people(actor), _holds(words, entry.description))
        .ext(distinct_on(*work))
        .order_by(*work, entry.start_time.desc())
        .subquery()
    )
    one = distinct.c
    place = -func.extract("epoch", one.start_time) + case((one.user_id == actor.user_id, 0), else_=OTHERS)
    wanted = _found(
        4, "entry", one.entry_id, one.description, func.coalesce(PROJECTS.c.name, ""),
        place, color=func.coalesce(PROJECTS.c.color, ""), project=one.project_id, task=one.task_id,
        user=one.user_id, person=one.person, start=one.start_time, seconds=one.duration_seconds,
    )  # fmt: skip
    return wanted.select_from(distinct.outerjoin(PROJECTS, PROJECTS.c.project_id == one.project_id))


def _people(actor: User, words: Sequence[Word]) -> Select[Any]:
    person = USERS.c
    wanted = _found(
        5, "person", person.user_id, person.name, person.email,
        _place(person.name, words), user=person.user_id, person=person.name,
    )  # fmt: skip
    is_here = person.deactivated_at.is_(None)
    return wanted.where(policy.visible_people(actor), is_here, _holds(words, person.name, person.email))


def _found(
    number: int,
    kind: str,
    key: ColumnElement[int],
    name: ColumnElement[str],
    detail: ColumnElement[str],
    place: ColumnElement[Any],
    **more: ColumnElement[Any],
) -> Select[Any]:
    """The same columns for every kind: its number, the place within it, then those of a Hit."""
    return select(
        literal(number).label("number"),
        cast(place, Double).label("place"),
        func.lower(name).label("sort"),
        literal(kind).label("kind"),
        key.label("key"),
        name.label("name"),
        detail.label("detail"),
        more.get("color", literal("")).label("color"),
        more.get("project", cast(null(), BigInteger)).label("project_id"),
        more.get("task", cast(null(), BigInteger)).label("task_id"),
        more.get("user", cast(null(), BigInteger)).label("user_id"),
        more.get("person", literal("")).label("person"),
        more.get("start", cast(null(), INSTANT)).label("start_time"),
        more.get("seconds", cast(null(), Integer)).label("duration_seconds"),
    )


def _place(name: ColumnElement[str], words: Sequence[Word]) -> ColumnElement[int]:
    """0 where the name begins with the first word, 1 where a word in it does, else 2."""
    lower = func.lower(name)
    begins = func.starts_with(lower, words[0])
    return case((begins, 0), (func.strpos(lower, " " + words[0]) > 0, 1), else_=2)


def _holds(words: Sequence[Word], name: ColumnElement[str], *more: ColumnElement[str]) -> ColumnElement[bool]:
    """Every word is in the name or in what stands beside it, and one of them in the name itself."""
    in_name = [func.strpos(func.lower(name), word) > 0 for word in words]
    if len(words) == 1 or not more:
        return and_(*in_name)
    beside = func.lower(func.concat_ws(" ", *more))
    return and_(
        or_(*in_name), *[or_(here, func.strpos(beside, word) > 0) for here, word in zip(in_name, words, strict=True)]
    )
