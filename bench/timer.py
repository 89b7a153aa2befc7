"""Start and stop through the domain, held against pgbench sending the same statements."""

import itertools
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import Goal, Line, in_turn, say, show
from bench.people import workspace
from bench.script import pgbench_script, recorded
from bench.server import database, program, server
from timetrack import clock, db
from timetrack.domain import timer
from timetrack.models import User

SECONDS = 2
CONNECTIONS = (1, 8)
GOAL = Goal(0.6, more_is_better=True)
MOST_STATEMENTS = 6
WORKED = 61
"""Seconds between a start and its stop: a second more than a slip."""
FIRST_DAY = datetime(2001, 1, 1, tzinfo=UTC)


def main(_most_rows: int) -> None:
    """Print the table for each number of connections."""
    with server() as here, database(here, "timer") as url, _steered_clock():
        team, project_id, task_id = workspace(2 * max(CONNECTIONS))
        cycle = _cycle(project_id, task_id)
        script, constants, counts = _script(team[-1], cycle)
        ours, theirs = team[: max(CONNECTIONS)], team[max(CONNECTIONS) :]
        lines = [_line(n, cycle, ours, _pgbench(url, script, constants, theirs[0].user_id, n)) for n in CONNECTIONS]
    show("Start + stop, through the domain against pgbench with the same SQL (-M prepared)", lines)
    verdict = "met" if counts[0] <= MOST_STATEMENTS else f"missed by {counts[0] - MOST_STATEMENTS}"
    start, stop = counts
    say(f"\nStatements with BEGIN and COMMIT: start {start} (goal ≤ {MOST_STATEMENTS}: {verdict}), stop {stop}.")


def _line(connections: int, cycle: Callable[[User], None], team: list[User], floor: Callable[[], float]) -> Line:
    what = f"{connections} connection{'s' if connections > 1 else ''} ({connections} threads of one process)"
    return in_turn(what, "start + stop / s", floor, lambda: _rate(cycle, team[:connections]), GOAL)


def _cycle(project_id: int, task_id: int) -> Callable[[User], None]:
    def start_and_stop(person: User) -> None:
        with db.transaction() as session:
            timer.start_timer(session, person, description="Wiring", project_id=project_id, task_id=task_id)
        with db.transaction() as session:
            timer.stop_timer(session, person)

    return start_and_stop


def _rate(cycle: Callable[[User], None], team: list[User]) -> float:
    """How many cycles per second the people of ``team`` finish, each in a thread of their own."""
    done = [0] * len(team)
    deadline = time.perf_counter() + SECONDS

    def work(place: int) -> None:
        while time.perf_counter() < deadline:
            cycle(team[place])
            done[place] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(team))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def _script(person: User, cycle: Callable[[User], None]) -> tuple[str, dict[str, str], tuple[int, int]]:
    """The pgbench script of one cycle, its constants, and how many statements start and stop send.

    Values are told apart by what they are, so the person's number must be nobody else's.
    """
    cycle(person)
    with recorded(db.engine()) as sent:
        cycle(person)
    start_count = [statement for statement, _ in sent].index("COMMIT") + 1
    write = next(given for statement, given in sent[start_count:] if statement.startswith("WITH"))
    started = next(value for _, given in sent for value in given.values() if isinstance(value, datetime))
    varying = {
        person.user_id: ":person",
        started: "to_timestamp(:started)",
        write["new_end_time"]: "to_timestamp(:stopped)",
        write["earliest"]: f"to_timestamp(:stopped - {int(timer.LONGEST.total_seconds())})",
        write["latest"]: f"to_timestamp(:stopped - {int(timer.SLIP.total_seconds())})",
        (f"user:{person.user_id}", "team"): "ARRAY['user:' || :person, 'team']",
    }
    statements, constants = pgbench_script(sent, varying)
    steps = (
        "\\set turn :turn + 1\n\\set person :first_person + :client_id\n"
        f"\\set started :since + :turn * {2 * WORKED}\n\\set stopped :started + {WORKED}\n"
    )
    return steps + statements + "\n", constants, (start_count, len(sent) - start_count)


def _pgbench(
    url: str, script: str, constants: dict[str, str], first_person: int, connections: int
) -> Callable[[], float]:
    path = Path(tempfile.mkdtemp()) / "cycle.sql"
    path.write_text(script)
    given = constants | {"turn": "0", "first_person": str(first_person)}

    def run() -> float:
        variables = given | {"since": str(next(_eras))}
        command = [program("pgbench"), url, "-n", "-M", "prepared", "-f", str(path), "-T", str(SECONDS)]
        command += ["-c", str(connections), "-j", str(min(connections, 2))]
        command += [word for name, value in variables.items() for word in ("-D", f"{name}={value}")]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"pgbench: {done.stderr}")
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        return float(found[1]) if found else 0.0

    return run


_eras = itertools.count(int(FIRST_DAY.timestamp()), 10_000_000)


class _steered_clock:
    """Every look at the clock is 61 seconds after the one before, so each stop is a real one and nothing overlaps."""

    def __enter__(self) -> None:
        self._now, ticks = clock.now, itertools.count()
        clock.now = lambda: FIRST_DAY + timedelta(seconds=WORKED * next(ticks))

    def __exit__(self, *_: object) -> None:
        clock.now = self._now
