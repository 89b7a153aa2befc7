"""/setup: founding the workspace, while there is nobody yet; a plain form like the one for signing in."""

import reflex as rx

from timetrack.components.controls import button, link
from timetrack.components.form import field, notice, password, password_meter, select
from timetrack.components.frame import logo
from timetrack.domain.money import CURRENCIES
from timetrack.domain.periods import known_zones
from timetrack.states.door import DoorState

AGAIN = "Nothing was saved; what you typed is still here, only the password has to be typed again."
REFUSALS = {
    "workspace": f"The workspace needs a name of at most 200 characters. {AGAIN}",
    "name": f"Your name is missing or longer than 200 characters. {AGAIN}",
    "email": f"This is not an e-mail address. {AGAIN}",
    "password": f"The password needs at least 10 characters. {AGAIN}",
    "timezone": f"Choose a time zone from the list. {AGAIN}",
    "currency": f"Choose a currency from the list. {AGAIN}",
    "taken": "This workspace exists already, so nothing was created. Sign in to it instead.",
    "other": f"The workspace was not created. {AGAIN}",
}


@rx.page(route="/setup", title="Create your workspace · Timetrack", on_load=DoorState.open_setup)
def setup() -> rx.Component:
    """The first-run page."""
    return rx.el.main(
        rx.el.div(
            rx.el.header(
                rx.el.div(logo(), "Timetrack", class_name="tt-setup-brand"),
                rx.el.div(
                    rx.el.h1("Create your workspace"),
                    rx.el.p("You become its administrator.", class_name="tt-muted"),
                ),
            ),
            _form(),
            _other_ways(),
            class_name="tt-setup",
        ),
        class_name="tt-door",
    )


def _form() -> rx.Component:
    return rx.el.form(
        *[
            notice(words, hidden=True, custom_attrs={"data-error": code, "data-span": ""})
            for code, words in REFUSALS.items()
        ],
        field(
            "Workspace name",
            "workspace",
            auto_complete="organization",
            required=True,
            max_length=200,
            auto_focus=True,
            is_wide=True,
            size=3,
        ),
        field("Your name", "name", auto_complete="name", required=True, max_length=200, size=3),
        field("E-mail", "email", type="email", auto_complete="username", required=True, size=3),
        password(
            "Password",
            "password",
            below=tuple(password_meter()),
            auto_complete="new-password",
            required=True,
            min_length=10,
            aria_describedby="password-help",
        ),
        select("Time zone", "timezone", _zones(), default_value="UTC", help="From your browser", size=3),
        select("Currency", "currency", _currencies(), default_value="EUR", size=3),
        button(
            "Create workspace", kind="solid", size=3, type="submit", custom_attrs={"data-wide": "", "data-span": ""}
        ),
        class_name="tt-fields",
        method="post",
        action="/auth/setup",
        on_submit=None,
        custom_attrs={"data-keep": ""},
    )


def _other_ways() -> rx.Component:
    return rx.el.aside(
        rx.el.h2("Two other ways in"),
        _demo(),
        rx.el.div(
            rx.icon("import", size=16),
            rx.el.div(
                rx.el.p("Import what you have", class_name="tt-strong"),
                rx.el.p("Create the workspace, then run this where Timetrack is installed:", class_name="tt-muted"),
                rx.el.code("python -m timetrack import toggl FILE --timezone ZONE", class_name="tt-code"),
                rx.el.p("With --dry-run you see what will come in before anything is saved.", class_name="tt-muted"),
                class_name="tt-way-words",
            ),
            class_name="tt-card tt-way",
        ),
        rx.el.p("The workspace exists already? ", link("Sign in", to="/login"), class_name="tt-muted"),
        class_name="tt-doors",
        aria_label="Other ways in",
    )


def _demo() -> rx.Component:
    """One click makes the demo and is in it; timetrack.js fills in the zone."""
    return rx.el.form(
        rx.icon("flask_conical", size=16),
        rx.el.div(
            rx.el.h3("Look around first", class_name="tt-strong"),
            rx.el.p(
                "6 people, 4 clients, 9 projects and a quarter of entries, up to now. It can be removed at any time.",
                class_name="tt-muted",
            ),
            rx.el.input(type="hidden", name="timezone", custom_attrs={"data-zone-guess": ""}),
            button("Explore a demo workspace", kind="outline", type="submit"),
            class_name="tt-way-words",
        ),
        class_name="tt-card tt-way",
        method="post",
        action="/auth/demo",
        on_submit=None,
    )


def _zones() -> list[str]:
    return sorted(zone for zone in known_zones() if zone == "UTC" or ("/" in zone and not zone.startswith("Etc/")))


def _currencies() -> list[str]:
    return sorted(CURRENCIES)
