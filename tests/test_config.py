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
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    clean_environment: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    clean_environment.setenv(name, value)
    with pytest.raises(InvalidSettings, match=sentence):
        settings()
