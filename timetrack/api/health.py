"""Two questions a supervisor asks: does the process live, and can it serve people."""

import asyncio

import psycopg
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from timetrack import db, schema

PATIENCE_SECONDS = 0.8


async def healthz(_request: Request) -> JSONResponse:
    """200 while the process answers; asks nothing of the database."""
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> JSONResponse:
    """200 when the database answers and has every migration, else 503 with the reason, within a second."""
    reason = await _not_ready()
    if reason:
        return JSONResponse({"status": "not ready", "reason": reason}, status_code=503)
    return JSONResponse({"status": "ready"})


async def _not_ready() -> str | None:
    """Why people cannot be served; over a connection of its own, so a full pool does not hide the answer."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            version = await _schema_version()
    except TimeoutError:
        return "the database does not answer"
    except psycopg.errors.UndefinedTable:
        return "the database has no tables yet; run: python -m timetrack migrate"
    except psycopg.Error:
        return "the database cannot be reached"
    if version != schema.head():
        return "the database lacks migrations; run: python -m timetrack migrate"
    return None


async def _schema_version() -> str | None:
    connection = await psycopg.AsyncConnection.connect(db.url().replace("+psycopg", "", 1), connect_timeout=2)
    try:
        found = await (await connection.execute(schema.VERSION_QUERY)).fetchone()
        return found[0] if found else None
    finally:
        await connection.close()


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
