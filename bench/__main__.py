"""Run the benches named on the command line, or all of them."""

import argparse
import importlib
import time

from bench.measure import say

BENCHES = ("timer", "entries", "weeks", "click", "board", "bytes", "lighthouse")


def main() -> None:
    """Run each bench and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--rows", type=int, default=10_000_000, help="the largest table to load (default: ten million)")
    given = parser.parse_args()
    for name in given.names or BENCHES:
        began = time.monotonic()
        importlib.import_module(f"bench.{name}").main(given.rows)
        say(f"\n({name}: {time.monotonic() - began:.0f} s)")


main()
