"""Ports for the servers that tests start."""

import random
import socket
from contextlib import suppress

OWN_PORTS = range(20_000, 32_000)
"""Ports that the system gives to nobody by itself, as it would one that is free now and listened on in some seconds."""


def free_port() -> int:
    """A port of this machine nobody listens on, nor will by chance."""
    while True:
        port = random.choice(OWN_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
