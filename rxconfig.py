"""Reflex's configuration; what people may set themselves is in timetrack/config.py."""

import reflex as rx
from reflex.plugins import Plugin, RadixThemesPlugin, SitemapPlugin

from timetrack.config import settings

COMPILED_PORT = (
    "endpoint.hostname = frontend_hostname;",
    'endpoint.port = ""; // Assume websocket is on https port via load balancer.',
)
OWN_ORIGIN = ("endpoint.host = window.location.host;", "")


class OwnOrigin(Plugin):
    """The browser calls the host and port its page came from, so one build serves every address."""

    def pre_compile(self, **context) -> None:
        """Rewrite the two lines of Reflex's client that otherwise keep the port of the build."""
        context["add_modify_task"]("utils/state.js", self._call_own_origin)

    @staticmethod
    def _call_own_origin(source: str) -> str:
        if OWN_ORIGIN[0] in source:
            return source
        if any(source.count(line) != 1 for line in COMPILED_PORT):
            raise RuntimeError("Reflex's state.js has changed: rxconfig.OwnOrigin no longer finds its lines")
        for line, replacement in zip(COMPILED_PORT, OWN_ORIGIN, strict=True):
            source = source.replace(line, replacement)
        return source


SECOND_MODE = "radixRoot.classList.add(resolvedTheme);"


class OneColorMode(Plugin):
    """Light or dark is said once, by the class of <html>, which stands before the first paint.

    Reflex says it a second time, on the root of Radix; while a dark page comes alive that is "light" for a moment.
    """

    def pre_compile(self, **context) -> None:
        """Take the second time out of Reflex's client."""
        context["add_modify_task"]("components/reflex/radix_themes_color_mode_provider.js", self._say_once)

    @staticmethod
    def _say_once(source: str) -> str:
        if "classList.remove" not in source:
            raise RuntimeError(
                "Reflex's color mode provider has changed: rxconfig.OneColorMode no longer finds its line"
            )
        return source.replace(SECOND_MODE, "")


THEME = rx.theme(
    appearance="inherit",
    accent_color="iris",
    gray_color="slate",
    radius="medium",
    scaling="100%",
    panel_background="solid",
)

config = rx.Config(
    app_name="timetrack",
    api_url="http://localhost",
    backend_host=settings().host,
    cors_allowed_origins=[],  # timetrack/api/security.py decides: our own host only, whatever name it is reached by
    trusted_proxy_hops=settings().trusted_proxies,
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=["gzip", "brotli"],
    show_built_with_reflex=False,
    telemetry_enabled=False,
    plugins=[RadixThemesPlugin(theme=THEME), OwnOrigin(), OneColorMode()],
    disable_plugins=[SitemapPlugin],
)
