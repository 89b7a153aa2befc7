"""The settings: one object, read once from the environment. docs/operating.md describes every variable."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from timetrack.errors import TimetrackError


class InvalidSettings(TimetrackError):
    """A setting has a value that cannot be used."""

    code = "invalid_settings"
    status = 500


class Settings(BaseSettings):
    """What the person who runs Timetrack may decide. A variable that is empty counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True)

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    data_dir: Path = Field(default=Path(".data"), validation_alias="TIMETRACK_DATA_DIR")
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    base_url: str = Field(default="", validation_alias="BASE_URL")
    trusted_proxies: int = Field(default=0, ge=0, le=9, validation_alias="TRUSTED_PROXIES")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", validation_alias="LOG_LEVEL")

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str | None) -> str | None:
        return None if url is None else re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", url)

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, level: object) -> object:
        return level.lower() if isinstance(level, str) else level

    @field_validator("base_url")
    @classmethod
    def _is_an_origin(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^/\s?#@]+/?", url):
            raise ValueError("must look like https://time.example.org: scheme and host, no path")
        return url.rstrip("/").lower()

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @model_validator(mode="after")
    def _is_postgresql(self) -> Self:
        if self.database_url and not self.database_url.startswith("postgresql+psycopg://"):
            raise ValueError("DATABASE_URL must start with postgresql://; Timetrack runs on PostgreSQL only")
        return self

    @property
    def url(self) -> str:
        """Where people reach Timetrack: BASE_URL, or this machine at PORT."""
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether cookies are `Secure` and HSTS is sent: people arrive over https."""
        return self.url.startswith("https://")


@lru_cache
def settings() -> Settings:
    """The settings of this process.

    Raises InvalidSettings naming each variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as refused:
        raise InvalidSettings("\n".join(_sentence(error) for error in refused.errors())) from None


def _sentence(error: object) -> str:
    location, reason = error["loc"], error["msg"].removeprefix("Value error, ")  # type: ignore[index]
    return f"{location[0]}: {reason}" if location else reason
