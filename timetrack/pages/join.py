"""/join/[token]: an invitation; a plain form like the one for signing in."""

import reflex as rx

from timetrack.components.controls import button, link_button
from timetrack.components.form import field, notice, password, password_meter, select
from timetrack.components.frame import logo
from timetrack.components.person_cells import zone_names
from timetrack.states.door import DoorState

AGAIN = "Nothing was saved; what you typed is still here, only the password has to be typed again."
REFUSALS = {
    "name": f"Your name is missing or longer than 200 characters. {AGAIN}",
    "password": f"The password needs at least 10 characters. {AGAIN}",
    "timezone": f"Choose a time zone from the list. {AGAIN}",
    "other": f"Joining did not work. {AGAIN}",
}


@rx.page(route="/join/[token]", title="Join · Timetrack", on_load=DoorState.open_invitation)
def join() -> rx.Component:
    """The page behind an invitation's link."""
    return rx.el.main(
        rx.el.div(
            rx.cond(
                DoorState.join_to != "",
                rx.fragment(_head("Join ", DoorState.workspace), _form()),
                rx.cond(
                    DoorState.join_refusal != "",
                    rx.fragment(_head("This link lets nobody in"), _refused()),
                    rx.fragment(_head("One moment"), rx.el.p("Looking at your invitation…", role="status")),
                ),
            ),
            class_name="tt-door-box",
        ),
        rx.el.footer("Timetrack · self-hosted", class_name="tt-door-foot tt-muted tt-small"),
        class_name="tt-door",
    )


def _head(*words: str | rx.Var) -> rx.Component:
    return rx.el.header(logo(24), rx.el.h1(*words), class_name="tt-door-head")


def _refused() -> rx.Component:
    return rx.el.div(
        notice(DoorState.join_refusal, tone="warn"),
        rx.cond(
            DoorState.was_used,
            link_button("Sign in", to="/login", kind="solid", size=3),
            link_button("To the sign-in page", to="/login", size=3),
        ),
        class_name="tt-door-form",
    )


def _form() -> rx.Component:
    return rx.el.form(
        *[notice(words, hidden=True, custom_attrs={"data-error": code}) for code, words in REFUSALS.items()],
        field("E-mail", "email", value=DoorState.invited_email, read_only=True, auto_complete="username", size=3),
        field(
            "Your name",
            "name",
            default_value=DoorState.invited_name,
            auto_complete="name",
            required=True,
            max_length=200,
            size=3,
        ),
        password(
            "Password",
            "password",
            below=tuple(password_meter()),
            auto_complete="new-password",
            required=True,
            min_length=10,
            aria_describedby="password-help",
        ),
        select("Time zone", "timezone", zone_names(), default_value="UTC", help="From your browser", size=3),
        button("Join", kind="solid", size=3, type="submit", custom_attrs={"data-wide": ""}),
        class_name="tt-door-form",
        method="post",
        action=DoorState.join_to,
        on_submit=None,
        custom_attrs={"data-keep": ""},
    )
