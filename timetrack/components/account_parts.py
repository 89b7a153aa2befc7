"""Where one is signed in, and the password: parts of the settings."""

import reflex as rx

from timetrack.components.controls import badge, button
from timetrack.components.form import error_line, password, password_meter
from timetrack.components.stat import card
from timetrack.states.account import AccountState, SessionRow


def places_card() -> rx.Component:
    """Show where one is signed in."""
    return card(
        "Where you are signed in",
        rx.el.ul(rx.foreach(AccountState.places, _place), class_name="tt-places"),
        columns=8,
    )


def password_card() -> rx.Component:
    """Ask for a new password."""
    return card("Password", _password_form(), columns=5)


def _place(row: SessionRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.span(row.browser, class_name="tt-name"), rx.cond(row.is_this, badge("this browser", "good"))
            ),
            rx.el.div(row.seen_text, " · ", row.address, class_name="tt-muted tt-small"),
        ),
        rx.cond(
            row.is_this,
            rx.fragment(),
            button("Sign out there", kind="outline", on_click=lambda: AccountState.revoke(row.session_id)),
        ),
        key=row.session_id,
    )


def _password_form() -> rx.Component:
    return rx.el.form(
        password("Current password", "current", auto_complete="current-password", required=True, size=2),
        password(
            "New password",
            "new",
            below=tuple(password_meter()),
            auto_complete="new-password",
            required=True,
            min_length=10,
            aria_describedby="password-help",
            size=2,
        ),
        error_line(AccountState.problem),
        button("Change password", kind="solid", type="submit"),
        rx.el.p("Every other browser is signed out.", class_name="tt-muted tt-small"),
        on_submit=AccountState.change_password,
        key=AccountState.changes,
        class_name="tt-stack",
    )
