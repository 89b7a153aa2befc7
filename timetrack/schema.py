"""The schema's version: bring the database to it, and tell whether it is there."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

ROOT = Path(__file__).resolve().parents[1]
PROCRASTINATE = "procrastinate_"
VERSION_QUERY = "SELECT version_num FROM alembic_version"


def upgrade(url: str) -> None:
    """Run every migration the database at `url` does not have yet; safe to run from several processes at once."""
    command.upgrade(alembic_config(url), "head")


def is_ours(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
    """Whether the models describe what is called so: procrastinate keeps its jobs in tables of its own."""
    return kind != "table" or not str(name).startswith(PROCRASTINATE)


@lru_cache
def head() -> str:
    """The newest migration this code brings."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def alembic_config(url: str | None = None) -> Config:
    """Alembic's configuration for this checkout, with the database it works on."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    config.attributes["url"] = url
    return config
