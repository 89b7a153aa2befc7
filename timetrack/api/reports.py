"""Figures as JSON for the signed-in browser: same origin, session cookie, reading only."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from timetrack import db
from timetrack.api.signed_in import PRIVATE, actor_of, refused
from timetrack.domain.comparison import WeekComparison
from timetrack.domain.comparison import week_comparison as compare_weeks
from timetrack.errors import NotSignedIn
from timetrack.models import User


async def week_comparison(request: Request) -> JSONResponse:
    """This week and last of whoever is signed in, by day, in their zone and with their first weekday; all in seconds.

    Last week counts up to the same moment; what it brought after that stands beside it.
    """
    try:
        actor = await actor_of(request)
    except NotSignedIn as error:
        return refused(error)
    return JSONResponse(await run_in_threadpool(_comparison, actor), headers=PRIVATE)


routes = [Route("/api/reports/week-comparison", week_comparison)]


def _comparison(actor: User) -> dict[str, object]:
    with db.transaction() as session:
        compared = compare_weeks(session, actor)
    return {
        "timezone": actor.timezone,
        "moment": compared.moment.isoformat(),
        "last_moment": compared.last_moment.isoformat(),
        "this_seconds": compared.this_seconds,
        "last_seconds": compared.last_seconds,
        "change_seconds": compared.this_seconds - compared.last_seconds,
        "change_percent": _percent(compared),
        "days": [
            {
                "day": day.day.isoformat(),
                "this_seconds": day.this_seconds,
                "running_seconds": day.running_seconds,
                "last_seconds": day.last_seconds,
                "last_rest_seconds": day.last_rest_seconds,
            }
            for day in compared.days
        ],
    }


def _percent(compared: WeekComparison) -> float | None:
    change = compared.change_percent
    return None if change is None else float(round(change, 1))
