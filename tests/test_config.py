"""Settings come from the environment; what cannot be used is named before anything starts."""

from pathlib import Path

import pytest

from timetrack.config import InvalidSettings, Settings, settings


@pytest.fixture(autouse=True)
def _fresh_settings(clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.delenv("DATABASE_URL", raising=False)
    settings.cache_clear()


def test_without_any_variable_only_this_machine_is_served() -> None:
    assert (settings().host, settings().port, settings().database_url) == ("127.0.0.1", 8000, None)
    assert settings().data_dir == Path(".data").absolute()
    assert (settings().url, settings().is_https) == ("http://localhost:8000", False)


def test_an_empty_variable_counts_as_not_set(clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("PORT", "")
    clean_environment.setenv("DATABASE_URL", "")
    assert (settings().port, settings().database_url) == (8000, None)


def test_base_url_is_where_people_arrive(clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("BASE_URL", "https://Time.example.org/")
    assert (settings().url, settings().is_https) == ("https://time.example.org", True)


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_every_usual_spelling_of_a_database_url_works(scheme: str) -> None:
    assert Settings(database_url=f"{scheme}u@h/d").database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "99999", "PORT: "),
        ("PORT", "http", "PORT: "),
        ("BASE_URL", "time.example.org", "BASE_URL: must look like"),
        ("BASE_URL", "https://time.example.org/app", "BASE_URL: must look like"),
        ("DATABASE_URL", "sqlite:///x.db", "DATABASE_URL must start with postgresql://"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: "),
        ("S3_ENDPOINT_URL", "s3.example.org", "S3_ENDPOINT_URL: must look like"),
        ("S3_PREFIX", "../up", "S3_PREFIX: may have"),
        ("S3_ACCESS_KEY", "alone", "S3_ACCESS_KEY and S3_SECRET_KEY go together"),
        ("SMTP_URL", "mail.example.org", "SMTP_URL: must look like"),
        ("SMTP_URL", "smtp://u:p@mail.example.org:587", "SMTP_URL: would send the password unencrypted"),
        ("SMTP_URL", "smtps://mail.example.org", "SMTP_URL needs MAIL_FROM"),
        ("MAIL_FROM", "Studio\nBcc: eve@evil.example", "MAIL_FROM: must look like"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    clean_environment: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    clean_environment.setenv(name, value)
    with pytest.raises(InvalidSettings, match=sentence):
        settings()


def test_secrets_are_not_shown() -> None:
    here = Settings(s3_access_key="a", s3_secret_key="hidden", smtp_url="smtps://u:hidden@h", mail_from="a@b.example")
    assert "hidden" not in repr(here)


@pytest.mark.parametrize("url", ["smtps://u:p@h", "smtp://u:p@h:587?starttls", "smtp://u:p@localhost:25", "smtp://h"])
def test_a_mail_server_is_named_by_a_url(url: str) -> None:
    assert Settings(smtp_url=url, mail_from="Studio <a@b.example>").mail_from == "Studio <a@b.example>"
