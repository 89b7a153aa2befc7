"""The command palette: actions, pages, and whatever is found for the words typed (assets/palette.js).

Actions and pages are part of the page, so they answer at once; what is found comes from the server. The names are
written by palette.js, which sets the part that matches in bold.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex_components_core.react_router import link as router_link

from timetrack.components.controls import icon_button, key
from timetrack.components.kinds import Piece
from timetrack.components.places import PLACES, Place, shown_to
from timetrack.components.project_chip import project_dot
from timetrack.states.palette import FoundRow, PaletteState
from timetrack.states.start import StartState
from timetrack.states.timer import TimerState

ACTIONS = (
    ("resume", "Resume last", "history", "R"),
    ("log-time", "Log time", "clock_plus", "N"),
    ("new-task", "New task", "square_check", "T"),
    ("new-project", "New project", "folder_plus", ""),
    ("new-invoice", "New invoice", "receipt_text", ""),
    ("theme", "Switch between light and dark", "sun_moon", ""),
    ("keys", "Keyboard shortcuts", "keyboard", "?"),
    ("sign-out", "Sign out", "log_out", ""),
)
"""What `data-act` of an element on the page names; an action without such an element is not offered."""


def palette() -> rx.Component:
    """Show the palette. Ctrl or ⌘ K opens it, and whatever has `data-palette`."""
    return rx.el.dialog(
        rx.el.div(_field(), _list(), _foot(), class_name="tt-palette-box"),
        id="palette",
        class_name="tt-palette",
        aria_label="Search and actions",
    )


def _field() -> rx.Component:
    return rx.el.div(
        rx.icon("search", size=20),
        rx.el.input(
            type="text",
            role="combobox",
            placeholder="Search or do something",
            aria_label="Search or do something",
            aria_expanded="true",
            aria_controls="palette-list",
            aria_autocomplete="list",
            auto_complete="off",
            spell_check=False,
            auto_focus=True,
            max_length=200,
            on_change=PaletteState.find.debounce(120),
        ),
        rx.el.button("Esc", type="button", class_name="tt-kbd", aria_label="Close", custom_attrs={"data-closes": ""}),
        icon_button("x", "Close", custom_attrs={"data-closes": ""}),
        class_name="tt-palette-find",
    )


def _list() -> rx.Component:
    return rx.el.div(
        _group("Actions", [_timer(), *[_action(*action) for action in ACTIONS]]),
        _group("Go to", [shown_to(place, TimerState.frame.leads, _page(place)) for place in PLACES]),
        _group("Projects and clients", [rx.foreach(PaletteState.work, _found)]),
        _group("Tasks", [rx.foreach(PaletteState.tasks, _found)]),
        _group("Entries", [rx.foreach(PaletteState.entries, _found)]),
        _group("People", [rx.foreach(PaletteState.people, _found)]),
        id="palette-list",
        class_name="tt-palette-list",
        role="listbox",
        aria_label="Found",
        custom_attrs={"data-words": PaletteState.words},
    )


def _foot() -> rx.Component:
    return rx.el.div(
        rx.el.p("Nothing by that name.", class_name="tt-palette-none", role="status", hidden=True),
        rx.el.div(
            rx.el.span(key("↑"), key("↓"), "move"),
            rx.el.span(key("↵"), "open"),
            rx.el.span(
                rx.el.span(rx.el.span("Ctrl", custom_attrs={"data-mod": ""}), " ↵", class_name="tt-kbd"), "start timer"
            ),
            rx.el.button(key("?"), "all keys", type="button", custom_attrs={"data-run": "keys"}),
            class_name="tt-palette-keys tt-wide",
        ),
    )


def _group(name: str, options: Sequence[Piece]) -> rx.Component:
    return rx.el.div(
        rx.el.div(name, class_name="tt-palette-head", aria_hidden="true"),
        *options,
        class_name="tt-palette-group",
        role="group",
        aria_label=name,
    )


def _timer() -> rx.Component:
    return rx.cond(
        TimerState.timer.is_running,
        _action("stop", "Stop timer", "square", "S"),
        _action("start-timer", "Start timer", "play", "S"),
    )


def _action(act: str, name: str, icon: str, shortcut: str) -> rx.Component:
    return rx.el.div(
        rx.icon(icon, size=16),
        *_words(),
        *([key(shortcut)] if shortcut else []),
        **_looks(act, name, {"data-run": act}),
    )


def _page(place: Place) -> rx.Component:
    keys = [key("G"), key(place.key.upper())] if place.key else []
    looks = _looks(f"page-{place.name.lower()}", place.name, {})
    return router_link(rx.icon(place.icon, size=16), *_words(), *keys, to=place.path, **looks)


def _found(row: FoundRow) -> rx.Component:
    mark = rx.match(
        row.kind,
        ("client", rx.icon("building_2", size=16)),
        ("entry", rx.icon("clock", size=16)),
        ("person", rx.icon("user_round", size=16)),
        project_dot(row.color),
    )
    return rx.fragment(
        router_link(
            rx.el.span(mark, class_name="tt-palette-mark"),
            *_words(),
            rx.el.span(row.detail, class_name="tt-muted tt-cut"),
            to=row.way,
            **_looks(row.key, row.name, {"data-more": row.detail, "data-found": ""}),
        ),
        rx.cond(row.starts, _start(row)),
        key=row.key,
    )


def _start(row: FoundRow) -> rx.Component:
    attrs = {"data-starts": f"palette-{row.key}"}
    return rx.cond(
        row.entry_id != 0,
        rx.el.button(type="button", hidden=True, on_click=lambda: TimerState.resume(row.entry_id), custom_attrs=attrs),
        rx.el.button(
            type="button",
            hidden=True,
            on_click=lambda: StartState.start_on(row.project_id, row.task_id),
            custom_attrs=attrs,
        ),
    )


def _words() -> list[rx.Component]:
    """The name in three parts, before, in and after the match; empty until palette.js writes them."""
    return [rx.el.span(rx.el.span(), rx.el.b(), rx.el.span(), class_name="tt-palette-name tt-cut")]


def _looks(name: str | rx.Var, text: str | rx.Var, attrs: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"palette-{name}",
        "role": "option",
        "class_name": "tt-palette-item",
        "tab_index": -1,
        "custom_attrs": {"aria-selected": "false", "data-text": text, **attrs},
    }
