"""What every page loads: the stylesheets in their order, and the head with font, icons and browser helpers."""

import reflex as rx

STYLESHEETS = [
    "/theme.css",
    "/frame.css",
    "/controls.css",
    "/cards.css",
    "/entries.css",
    "/overlays.css",
    "/quick.css",
    "/dashboard.css",
    "/structure.css",
    "/time.css",
    "/repair.css",
    "/board.css",
    "/demo.css",
    "/tasks.css",
    "/people.css",
    "/settings.css",
    "/timesheet.css",
    "/calendar.css",
    "/reports.css",
    "/invoices.css",
    "/post.css",
    "/shared.css",
]
SCRIPTS = [
    "/forms.js",
    "/offers.js",
    "/timetrack.js",
    "/quick.js",
    "/palette.js",
    "/keys.js",
    "/install.js",
    "/board.js",
    "/settings.js",
    "/time.js",
    "/reports.js",
    "/shared.js",
]


def head_components() -> list[rx.Component]:
    """Give the elements of the document's head."""
    return [
        rx.el.meta(name="description", content="Track time, see who works on what, and invoice it. Self-hosted."),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="theme-color", content="#f9f9fb", media="(prefers-color-scheme: light)"),
        rx.el.meta(name="theme-color", content="#111113", media="(prefers-color-scheme: dark)"),
        rx.el.link(rel="apple-touch-icon", href="/icon-180.png"),
        rx.el.link(rel="preload", href="/fonts/inter-latin.woff2", custom_attrs={"as": "font", "crossOrigin": ""}),
        rx.el.script(src="/early.js"),  # not deferred: it is there before anything can be pressed
        *[rx.el.script(src=script, defer=True) for script in SCRIPTS],
    ]
