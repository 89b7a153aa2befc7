"""The settings: one object, read once from the environment. docs/operating.md describes every variable."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
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
    jobs_in_web: bool = Field(default=True, validation_alias="JOBS_IN_WEB")
    s3_bucket: str = Field(default="", validation_alias="S3_BUCKET")
    s3_endpoint_url: str | None = Field(default=None, validation_alias="S3_ENDPOINT_URL")
    s3_access_key: str | None = Field(default=None, validation_alias="S3_ACCESS_KEY")
    s3_secret_key: SecretStr | None = Field(default=None, validation_alias="S3_SECRET_KEY")
    s3_region: str = Field(default="us-east-1", validation_alias="S3_REGION")
    s3_prefix: str = Field(default="", validation_alias="S3_PREFIX")
    smtp_url: SecretStr | None = Field(default=None, validation_alias="SMTP_URL")
    mail_from: str = Field(default="", validation_alias="MAIL_FROM")
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

    @field_validator("s3_endpoint_url")
    @classmethod
    def _is_a_url(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", url):
            raise ValueError("must look like https://s3.example.org")
        return url and url.rstrip("/")

    @field_validator("s3_prefix")
    @classmethod
    def _is_a_path(cls, prefix: str) -> str:
        if not re.fullmatch(r"/?([A-Za-z0-9][A-Za-z0-9._-]*/?)*", prefix):
            raise ValueError("may have letters, digits, dots, dashes and slashes")
        return prefix.strip("/")

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _names_a_mail_server(url.get_secret_value()):
            raise ValueError("must look like smtp://user:password@mail.example.org:587?starttls, or smtps://…")
        if url is not None and _tells_a_password(urlsplit(url.get_secret_value())):
            raise ValueError("would send the password unencrypted; add ?starttls, or begin with smtps://")
        return url

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if address and not re.fullmatch(r"([^<>\x00-\x1f]*<)?[^<>@\s]+@[^<>@\s]+>?", address):
            raise ValueError("must look like Harbour Studio <billing@harbour.example>")
        return address

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @model_validator(mode="after")
    def _is_postgresql(self) -> Self:
        if self.database_url and not self.database_url.startswith("postgresql+psycopg://"):
            raise ValueError("DATABASE_URL must start with postgresql://; Timetrack runs on PostgreSQL only")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.s3_access_key is None) != (self.s3_secret_key is None):
            raise ValueError(
                "S3_ACCESS_KEY and S3_SECRET_KEY go together; set both, or none for the machine's own role"
            )
        if self.smtp_url is not None and not self.mail_from:
            raise ValueError("SMTP_URL needs MAIL_FROM, the address that mails come from")
        return self

    @property
    def documents_dir(self) -> Path:
        """Where PDFs lie while no S3_BUCKET is set."""
        return self.data_dir / "documents"

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


def _names_a_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _tells_a_password(parts: SplitResult) -> bool:
    is_encrypted = parts.scheme == "smtps" or "starttls" in parts.query
    return bool(parts.password) and not is_encrypted and parts.hostname not in ("localhost", "127.0.0.1", "::1")


def _sentence(error: object) -> str:
    location, reason = error["loc"], error["msg"].removeprefix("Value error, ")  # type: ignore[index]
    return f"{location[0]}: {reason}" if location else reason
