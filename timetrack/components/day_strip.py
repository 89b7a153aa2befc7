"""The day strip: 07 to 19 as a line, one block per entry in its project's colour, and a tick for now."""

import reflex as rx

from timetrack.states.rows import StripBlock


def day_strip(blocks: tuple[StripBlock, ...], now_minute: int, words: str) -> rx.Component:
    """Show blocks in minutes after 07:00; `words` say the same in a sentence, `now_minute` −1 hides the tick."""
    return rx.el.svg(
        rx.foreach(
            blocks,
            lambda block: rx.el.svg.rect(
                x=block.minute, y=0, width=block.minutes, height=6, custom_attrs={"data-color": block.color}
            ),
        ),
        rx.cond(now_minute >= 0, rx.el.svg.rect(x=now_minute, y=-1, width=3, height=8, custom_attrs={"data-now": ""})),
        class_name="tt-strip",
        view_box="0 0 720 6",
        preserve_aspect_ratio="none",
        role="img",
        aria_label=words,
    )
