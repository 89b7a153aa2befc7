"""The settings' sections: one's own profile and looks, the workspace, its logo."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.form import error_line, field
from timetrack.components.kinds import Handler, Piece
from timetrack.components.person_cells import zone_names
from timetrack.components.stat import card
from timetrack.domain.money import CURRENCIES
from timetrack.states.settings import SettingsState

PROFILE, WORKSPACE = SettingsState.profile, SettingsState.workspace
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
THEMES = (("SYSTEM", "System", "monitor"), ("LIGHT", "Light", "sun"), ("DARK", "Dark", "moon"))
DURATIONS = (("CLOCK", "1:27:50", ""), ("DECIMAL", "1.46 h", ""))
TIMES = (("H24", "17:30", ""), ("H12", "5:30 pm", ""))
ROUNDINGS = (0, 1, 5, 6, 10, 15, 20, 30, 60)
MODES = (("NEAREST", "to the nearest"), ("UP", "up"), ("DOWN", "down"))
SHORTEST = (0, 1, 5, 6, 10, 15, 20, 30, 60)


def profile_form() -> rx.Component:
    """Ask for name, zone, week and target."""
    return card(
        "You",
        rx.el.form(
            rx.el.div(
                field("Name", "name", default_value=PROFILE.name, required=True, max_length=200, auto_complete="name"),
                field("E-mail", "email", value=PROFILE.email, read_only=True, help="What you sign in with."),
                _choices("Time zone", "timezone", [(zone, zone) for zone in zone_names()], PROFILE.zone),
                _week_start(PROFILE.week_start),
                field(
                    "Weekly target in hours",
                    "target",
                    default_value=PROFILE.target_text,
                    auto_complete="off",
                    input_mode="decimal",
                    help="What this week is measured against; empty for none.",
                ),
                class_name="tt-fields",
                key=SettingsState.profile_rev,
            ),
            error_line(SettingsState.profile_refusal),
            rx.el.div(button("Save profile", kind="solid", type="submit"), class_name="tt-form-foot"),
            on_submit=SettingsState.save_profile,
            no_validate=True,
            class_name="tt-stack",
        ),
        columns=7,
    )


def looks() -> rx.Component:
    """Ask how Timetrack looks and reads; each choice is kept at once."""
    return card(
        "How it looks and reads",
        rx.el.div(
            segments("Theme", "theme", THEMES, PROFILE.theme, SettingsState.choose_theme),
            segments(
                "Durations",
                "duration-format",
                DURATIONS,
                PROFILE.duration_format,
                SettingsState.choose_duration_format,
                note=rx.fragment("A long call reads ", _example(PROFILE.duration_example), "."),
            ),
            segments(
                "Times of day",
                "time-format",
                TIMES,
                PROFILE.time_format,
                SettingsState.choose_time_format,
                note=rx.fragment("A working day reads ", _example(PROFILE.time_example), "."),
            ),
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    checked=PROFILE.hides_description,
                    on_change=SettingsState.hide_description,
                    aria_describedby="hides-help",
                ),
                "Hide my description on the team board",
                class_name="tt-check",
            ),
            rx.el.span(
                "Colleagues still see that you work and since when; managers see your time as before.",
                id="hides-help",
                class_name="tt-help",
            ),
            class_name="tt-stack",
        ),
        columns=5,
    )


def workspace_form() -> rx.Component:
    """Ask for what stands on paper, and how reports round."""
    return card(
        "Workspace",
        rx.el.form(
            rx.el.div(
                field("Workspace name", "workspace", default_value=WORKSPACE.name, required=True, max_length=200),
                field("Tax id", "tax_id", default_value=WORKSPACE.tax_id, auto_complete="off"),
                _address(),
                _choices("Time zone", "timezone", [(zone, zone) for zone in zone_names()], WORKSPACE.zone),
                _week_start(WORKSPACE.week_start),
                _choices(
                    "Currency",
                    "currency",
                    [(code, code) for code in sorted(CURRENCIES)],
                    WORKSPACE.currency,
                    help="Stays as it is once time is logged or a default rate is set: amounts are never converted.",
                ),
                rx.el.h3("Rounding in reports and on invoices", custom_attrs={"data-span": ""}),
                _choices("Round to", "rounding_minutes", _minutes(ROUNDINGS, "not at all"), WORKSPACE.rounding_minutes),
                _choices("Which way", "rounding_mode", MODES, WORKSPACE.rounding_mode),
                _choices(
                    "Shortest entry counts as",
                    "minimum_entry_minutes",
                    _minutes(SHORTEST, "what it is"),
                    WORKSPACE.minimum_entry_minutes,
                    help="Only there: what is stored and every other page keep the exact time.",
                ),
                class_name="tt-fields",
                key=SettingsState.workspace_rev,
            ),
            error_line(SettingsState.workspace_refusal),
            rx.el.div(button("Save workspace", kind="solid", type="submit"), class_name="tt-form-foot"),
            on_submit=SettingsState.save_workspace,
            no_validate=True,
            class_name="tt-stack",
        ),
        columns=7,
    )


def logo_card() -> rx.Component:
    """Show the logo, and take another."""
    return card(
        "Logo",
        rx.el.div(
            rx.el.div(
                rx.cond(
                    WORKSPACE.logo_url != "",
                    rx.el.img(src=WORKSPACE.logo_url, alt="The workspace's logo"),
                    rx.el.span("No logo yet", class_name="tt-muted"),
                ),
                class_name="tt-logo-paper",
            ),
            rx.el.div(
                rx.el.label("Choose a picture", html_for="field-logo", class_name="tt-btn", custom_attrs=_OUTLINE),
                rx.el.input(
                    type="file",
                    id="field-logo",
                    class_name="tt-file",
                    accept="image/png,image/jpeg,image/webp",
                    aria_describedby="logo-help",
                    custom_attrs={"data-upload": "/api/workspace/logo", "data-said": "logo-said"},
                ),
                rx.cond(
                    WORKSPACE.logo_url != "",
                    button("Remove", icon="trash_2", kind="ghost", on_click=SettingsState.remove_logo),
                ),
                class_name="tt-logo-acts",
            ),
            rx.el.p(id="logo-said", class_name="tt-said", role="status"),
            rx.el.p(
                "PNG, JPEG or WebP, at most 2 MB; it is made to fit 800 × 400.", id="logo-help", class_name="tt-help"
            ),
            class_name="tt-stack",
        ),
        columns=5,
    )


def segments(
    legend: str,
    name: str,
    options: Sequence[tuple[str, str, str]],
    value: str | rx.Var,
    on_choose: Handler,
    *,
    note: Piece | None = None,
) -> rx.Component:
    """Show a choice of a few words side by side, as radio buttons; `on_choose(value)` runs on every choice."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="tt-label"),
        rx.el.div(
            *[_segment(name, option, value, on_choose) for option in options],
            class_name="tt-segments tt-radios",
        ),
        *([rx.el.span(note, class_name="tt-help")] if note is not None else []),
        class_name="tt-field",
    )


def _segment(name: str, option: tuple[str, str, str], value: str | rx.Var, on_choose: Handler) -> rx.Component:
    word, text, icon = option
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=word, checked=value == word, on_change=on_choose),
        *([rx.icon(icon, size=14)] if icon else []),
        text,
    )


def _choices(
    label: str, name: str, options: Sequence[tuple[str, str]], value: str | rx.Var, *, help: str | None = None
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, class_name="tt-label", html_for=f"field-{name}"),
        rx.el.select(
            *[rx.el.option(text, value=word) for word, text in options],
            name=name,
            id=f"field-{name}",
            default_value=value,
            class_name="tt-select",
        ),
        *([rx.el.span(help, class_name="tt-help")] if help else []),
        class_name="tt-field",
    )


def _week_start(value: str | rx.Var) -> rx.Component:
    days = [(str(number), day) for number, day in enumerate(WEEKDAYS, 1)]
    return _choices("Week starts on", "week_start", days, value)


def _address() -> rx.Component:
    return rx.el.div(
        rx.el.label("Address", class_name="tt-label", html_for="field-address"),
        rx.el.textarea(
            default_value=WORKSPACE.address, name="address", id="field-address", class_name="tt-area", rows="3"
        ),
        rx.el.span("As it stands on invoices, line by line.", class_name="tt-help"),
        class_name="tt-field",
        custom_attrs={"data-span": ""},
    )


def _minutes(choices: Sequence[int], none: str) -> list[tuple[str, str]]:
    return [(str(minutes), f"{minutes} min" if minutes else none) for minutes in choices]


def _example(text: str | rx.Var) -> rx.Component:
    return rx.el.b(text, class_name="tt-num")


_OUTLINE: dict[str, Any] = {"data-kind": "outline", "data-size": "2"}
