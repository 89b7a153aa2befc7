"""Toasts: a fact, a quiet detail, a way back, ✕. They live 10 seconds (assets/timetrack.js), errors until closed."""

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.kinds import Handler
from timetrack.states.notices import Notice


def notice_stack(notices: list[Notice], on_dismiss: Handler, on_act: Handler | None = None) -> rx.Component:
    """Show the notices; `on_dismiss(notice_id)` closes one, `on_act(notice_id)` takes its way back."""
    return rx.el.section(
        _new_version(),
        rx.foreach(notices, lambda notice: _toast(notice, on_dismiss, on_act)),
        class_name="tt-toasts",
        aria_label="Notices",
        aria_live="polite",
    )


def _new_version() -> rx.Component:
    """Say that the server has a newer build; assets/install.js shows it, and reloads."""
    return rx.el.div(
        rx.icon("refresh_cw", size=16),
        rx.el.b("A new version is ready"),
        button("Reload", kind="soft", size=1, custom_attrs={"data-reload": ""}),
        class_name="tt-toast",
        role="status",
        hidden=True,
        custom_attrs={"data-new-version": ""},
    )


def _toast(notice: Notice, on_dismiss: Handler, on_act: Handler | None) -> rx.Component:
    is_error = notice.tone == "error"
    return rx.el.div(
        rx.match(
            notice.tone,
            ("error", rx.icon("circle_alert", size=16)),
            ("success", rx.icon("circle_check", size=16)),
            rx.icon("info", size=16),
        ),
        rx.el.div(
            rx.el.b(notice.title),
            rx.cond(
                notice.detail != "",
                rx.fragment(rx.cond(is_error, "", " · "), rx.el.span(notice.detail, class_name="tt-muted")),
            ),
        ),
        _way_back(notice, on_act) if on_act is not None else rx.el.span(),
        icon_button(
            "x", "Close", size=1, on_click=lambda: on_dismiss(notice.notice_id), custom_attrs={"data-close": ""}
        ),
        rx.cond(is_error, rx.fragment(), rx.el.span(class_name="tt-toast-life", aria_hidden="true")),
        class_name="tt-toast",
        role=rx.cond(is_error, "alert", "status"),
        custom_attrs={"data-tone": notice.tone},
        key=notice.notice_id,
    )


def _way_back(notice: Notice, on_act: Handler) -> rx.Component:
    return rx.cond(
        notice.action != "",
        button(notice.action, kind="soft", size=1, on_click=lambda: on_act(notice.notice_id)),
        rx.el.span(),
    )
