"""The palette's search: what it found for the words that were typed last."""

from dataclasses import dataclass
from datetime import date

from timetrack.domain import periods, search
from timetrack.domain.search import Hit
from timetrack.models import User
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.span import Span

LONGEST_WORDS = 200


@dataclass(frozen=True)
class FoundRow:
    """One line of the palette; `starts` says whether the timer can be started on it, `way` is where it leads."""

    key: str
    kind: str
    name: str
    detail: str
    color: str = ""
    way: str = ""
    starts: bool = False
    entry_id: int = 0
    project_id: int = 0
    task_id: int = 0


class PaletteState(AppState):
    """What was found. `words` are those it was found for: an answer to older ones is not acted on."""

    words: str = ""
    work: list[FoundRow] = []  # noqa: RUF012
    tasks: list[FoundRow] = []  # noqa: RUF012
    entries: list[FoundRow] = []  # noqa: RUF012
    people: list[FoundRow] = []  # noqa: RUF012

    @guarded
    async def find(self, text: str) -> None:
        """Look for what was typed."""
        words = text.strip()[:LONGEST_WORDS]
        hits = await self._read(search.search, words=words)
        rows = [_row(hit, self._actor) for hit in hits]
        self._show(
            words=words,
            work=[row for row in rows if row.kind in ("project", "client")],
            tasks=[row for row in rows if row.kind == "task"],
            entries=[row for row in rows if row.kind == "entry"],
            people=[row for row in rows if row.kind == "person"],
        )


def _row(hit: Hit, viewer: User) -> FoundRow:
    return FoundRow(
        key=f"{hit.kind}-{hit.key}",
        kind=hit.kind,
        name=hit.name,
        detail=_detail(hit, viewer),
        color=hit.color,
        way=_way(hit, viewer),
        starts=hit.kind in ("project", "task", "entry"),
        entry_id=hit.key if hit.kind == "entry" else 0,
        project_id=hit.project_id or 0,
        task_id=hit.task_id or 0,
    )


def _detail(hit: Hit, viewer: User) -> str:
    if hit.start_time is None:
        return hit.detail
    day = periods.shown_day(_day(hit, viewer))
    length = wording.hours(hit.duration_seconds) if hit.duration_seconds is not None else "running"
    person = hit.person if hit.user_id != viewer.user_id else ""
    return " · ".join(part for part in (person, hit.detail, day, length) if part)


def _way(hit: Hit, viewer: User) -> str:
    match hit.kind:
        case "project" | "task":
            return f"/projects/{hit.project_id}"
        case "client":
            return "/clients"
        case "person":
            return f"/time/?person={hit.key}"
    day = _day(hit, viewer)
    return Span(day, day, hit.user_id or viewer.user_id).address(viewer_id=viewer.user_id)


def _day(hit: Hit, viewer: User) -> date:
    assert hit.start_time is not None
    return periods.local_date(hit.start_time, viewer.timezone)
