"""Reports as files for the signed-in browser: CSV, Excel and PDF, with the filters of the report's own address."""

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from timetrack import clock, db
from timetrack.api.signed_in import PRIVATE, actor_of, refused
from timetrack.documents.report_pdf import write_pdf
from timetrack.domain import periods
from timetrack.domain.reports.address import asked_of
from timetrack.domain.reports.exports import REPORTS, report_table
from timetrack.domain.reports.tables import ReportTable
from timetrack.errors import NotFound, TimetrackError
from timetrack.models import User
from timetrack.transfer.csv_report import csv_pieces
from timetrack.transfer.xlsx_report import write_xlsx

IN_MEMORY, PIECE = 4 * 1024 * 1024, 64 * 1024
CSV = "text/csv; charset=utf-8"
WRITERS: dict[str, tuple[str, Callable[[ReportTable, IO[bytes]], None]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "pdf": ("application/pdf", write_pdf),
}


async def report_file(request: Request) -> Response:
    """The report that the address names, as far as whoever is signed in may see it."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    try:
        actor = await actor_of(request)
        if kind not in ("csv", *WRITERS):
            raise NotFound("There is no report of this kind.")
        table, days = await run_in_threadpool(_table, actor, name, dict(request.query_params))
        media_type, pieces = (CSV, csv_pieces(table)) if kind == "csv" else await run_in_threadpool(_made, table, kind)
    except TimetrackError as error:
        return refused(error)
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}-{days}.{kind}"'}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)


routes = [Route("/api/reports/{name:str}.{kind:str}", report_file)]


def _table(actor: User, name: str, query: dict[str, str]) -> tuple[ReportTable, str]:
    """The table, and its days for the name of the file."""
    if name not in REPORTS:
        raise NotFound("There is no report of this name.")
    today = periods.local_date(clock.now(), actor.timezone)
    asked = asked_of(query, name=name, viewer_id=actor.user_id, today=today, week_start=actor.week_start)
    with db.reading() as session:
        return report_table(session, actor, name=name, asked=asked), f"{asked.first}-{asked.last}"


def _made(table: ReportTable, kind: str) -> tuple[str, Iterator[bytes]]:
    """A file that has to be whole before its first byte is known: in memory while it is small, on disk beyond."""
    media_type, write = WRITERS[kind]
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    try:
        write(table, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return media_type, _pieces(file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
