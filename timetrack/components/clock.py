"""Durations: h:mm loud, seconds quiet; ticking in the browser while something runs."""

from typing import Any

import reflex as rx


def duration(hours: str | rx.Var, seconds: str | rx.Var, **props: Any) -> rx.Component:
    """Show a finished duration such as 1:27:50."""
    return rx.el.span(rx.el.span(hours), rx.el.span(seconds, class_name="tt-sec"), **props)


def running_clock(
    hours: str | rx.Var, seconds: str | rx.Var, since: int | rx.Var, *, title: str | rx.Var | None = None, **props: Any
) -> rx.Component:
    """Show a duration that ticks from `since` (epoch seconds, 0 stands still); with `title` the tab's title tells it too."""
    attrs = {"data-since": since, "aria-live": "off", **({"data-title": title} if title is not None else {})}
    return rx.el.span(
        rx.el.span(hours),
        rx.el.span(seconds, class_name="tt-sec"),
        role="timer",
        aria_label="Elapsed time",
        custom_attrs=attrs,
        **props,
    )


def growing_total(
    text: str | rx.Var, total_seconds: int | rx.Var, since: int | rx.Var, *, form: str | rx.Var = "", **props: Any
) -> rx.Component:
    """Show a total such as 4:58 that grows while the timer runs: `total_seconds` without it, plus the time from `since`.

    It reads as the viewer reads hours; with `form` BARE the unit h is left out.
    """
    return rx.el.span(text, custom_attrs={"data-since": since, "data-base": total_seconds, "data-form": form}, **props)
