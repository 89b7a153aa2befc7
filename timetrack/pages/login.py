"""/login: a plain form that works before anything else has loaded; what was refused comes back as a code in the URL."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.form import checkbox, field, notice, password
from timetrack.components.frame import logo
from timetrack.states.door import DoorState

REFUSALS = {
    "invalid": "This e-mail address and password do not belong together. Nothing was changed; try again.",
    "throttled": "Too many attempts, so signing in pauses for a while. Your account is unharmed; try again in a few minutes.",
    "expired": "Your session has ended. What you saved is safe; sign in to go on.",
    "other": "Signing in did not work. Nothing was changed; try again.",
}
"""What the page says for ?error=<code>; timetrack.js shows the one that fits, the last one for any other code."""


@rx.page(route="/login", title="Sign in · Timetrack", on_load=DoorState.open_login)
def login() -> rx.Component:
    """The sign-in page."""
    return rx.el.main(
        rx.el.div(
            rx.el.header(logo(24), rx.el.h1("Sign in", _workspace()), class_name="tt-door-head"),
            *[_refusal(code, words) for code, words in REFUSALS.items()],
            _form(),
            class_name="tt-door-box",
        ),
        rx.el.footer("Timetrack · self-hosted", class_name="tt-door-foot tt-muted tt-small"),
        class_name="tt-door",
    )


def _workspace() -> rx.Component:
    return rx.cond(DoorState.workspace != "", rx.el.span(f" to {DoorState.workspace}"))


def _refusal(code: str, words: str) -> rx.Component:
    tone = "warn" if code == "expired" else "bad"
    return notice(words, tone=tone, hidden=True, custom_attrs={"data-error": code})


def _form() -> rx.Component:
    return rx.el.form(
        field("E-mail", "email", type="email", auto_complete="username", required=True, auto_focus=True, size=3),
        password("Password", "password", auto_complete="current-password", required=True),
        checkbox("Stay signed in", "stay", default_checked=True),
        button("Sign in", kind="solid", size=3, type="submit", custom_attrs={"data-wide": ""}),
        class_name="tt-door-form",
        method="post",
        action="/auth/login",
        on_submit=None,
        custom_attrs={"data-keep": ""},
    )
