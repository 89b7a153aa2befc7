"""The process that serves, as far as it can be seen from inside; tests/e2e/test_serving.py sees it from outside."""

import gc

import pytest

from timetrack import serve


def test_what_is_loaded_at_the_start_is_left_alone_by_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    app = object()
    monkeypatch.setattr(
        serve, "load_target", lambda target, *, factory: app if (target, factory) == ("a:b", True) else None
    )
    monkeypatch.setattr(serve, "_end_with_parent", lambda _: None)
    try:
        assert serve.load_app("a:b") is app
        assert gc.get_freeze_count() > len(gc.get_objects())
    finally:
        gc.unfreeze()
