"""The sheet that lists every key (assets/keys.js), and the switch that turns the single ones off."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog
from timetrack.components.form import checkbox
from timetrack.components.kinds import Piece
from timetrack.components.places import PLACES

ANYWHERE = (
    (("N",), "log time"),
    (("S",), "start or stop the timer"),
    (("R",), "resume what was worked on last"),
    (("T",), "new task"),
    (("/",), "search"),
    (("?",), "show these keys"),
)
ENTRIES = (
    (("E",), "edit the entry in focus, or the first"),
    (("D",), "duplicate it"),
    (("↵",), "save a cell"),
    (("Esc",), "restore it"),
)

CALENDAR = (
    (("←", "↑", "↓", "→"), "go to an entry"),
    (("Alt", "↑↓←→"), "move it"),
    (("Shift", "↑↓"), "move its end"),
    (("Alt", "Shift", "↑↓"), "move its start"),
    (("↵",), "edit it"),
    (("X",), "split it"),
    (("Del",), "delete it"),
    (("Tab",), "to a day, there ↵ draws and arrows place it"),
)


def key_sheet() -> rx.Component:
    """Show the keys in four lists."""
    palette_keys = [
        rx.el.kbd("Ctrl", class_name="tt-kbd", custom_attrs={"data-mod": ""}),
        _key("K"),
    ]
    return dialog(
        "keys",
        "Keyboard",
        rx.el.div(
            _keys("Anywhere", [_line([_key(name) for name in keys], words) for keys, words in ANYWHERE]),
            _keys(
                "Go to",
                [
                    _line(palette_keys, "search and actions"),
                    *[_line([_key("G"), _key(place.key.upper())], place.name) for place in PLACES if place.key],
                ],
            ),
            _keys("Entries", [_line([_key(name) for name in keys], words) for keys, words in ENTRIES]),
            _keys("Calendar", [_line([_key(name) for name in keys], words) for keys, words in CALENDAR]),
            class_name="tt-keys",
        ),
        rx.el.div(
            checkbox("Keys without Ctrl or ⌘ act", "keys", default_checked=True, custom_attrs={"data-keys": ""}),
            button("Close", kind="quiet", custom_attrs={"data-closes": ""}),
            class_name="tt-dialog-foot tt-keys-foot",
        ),
        rx.el.button(type="button", hidden=True, custom_attrs={"data-act": "keys", "data-opens": "keys"}),
    )


def _keys(title: str, lines: list[rx.Component]) -> rx.Component:
    return rx.el.section(rx.el.h3(title), rx.el.dl(*lines), aria_label=title)


def _line(keys: list[rx.Component], words: Piece) -> rx.Component:
    return rx.el.div(rx.el.dt(*keys), rx.el.dd(words))


def _key(name: str) -> rx.Component:
    return rx.el.kbd(name, class_name="tt-kbd")
