"""Run the benches named on the command line, or all of them; "pictures" takes those of the README, "gallery" draws invoices."""

import argparse
import importlib
import time

from bench.measure import say

BENCHES = (
    "timer",
    "entries",
    "reports",
    "weeks",
    "palette",
    "invoices",
    "papers",
    "click",
    "board",
    "bytes",
    "lighthouse",
)
BY_NAME_ONLY = ("pictures", "gallery")
NAMES = ", ".join((*BENCHES, *BY_NAME_ONLY))


def main() -> None:
    """Run each bench and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, *BY_NAME_ONLY, []], metavar="NAME", help=NAMES)
    parser.add_argument("--rows", type=int, default=10_000_000, help="the largest table to load (default: ten million)")
    given = parser.parse_args()
    for name in given.names or BENCHES:
        began = time.monotonic()
        importlib.import_module(f"bench.{name}").main(given.rows)
        say(f"\n({name}: {time.monotonic() - began:.0f} s)")


main()
