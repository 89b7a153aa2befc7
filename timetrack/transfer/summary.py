"""What an import did, in lines for people: what came in, what did not and why, and what it adds up to."""

from collections.abc import Iterator, Sequence

from timetrack.domain.batches import Batch, PersonTotal, Remark
from timetrack.domain.durations import shown
from timetrack.domain.text import plain

NAMES_SHOWN = 40


def summary(batch: Batch, *, source: str, zone: str, dry_run: bool) -> str:
    """The whole account of an import of ``source``, whose clocks are in ``zone``."""
    return "\n".join(_lines(batch, source, zone, dry_run)) + "\n"


def _lines(batch: Batch, source: str, zone: str, dry_run: bool) -> Iterator[str]:
    rows = batch.entries + batch.already + len(batch.refused)
    yield f"{plain(source)}: {rows:,} rows, their clocks in {zone}."
    if dry_run:
        yield "A dry run: nothing was saved. This is what would happen."
    yield from _created(batch, "Would be created" if dry_run else "Created")
    if batch.already:
        yield ""
        yield f"There already, so passed over: {batch.already:,}"
    yield from _remarks("Would be refused and left out" if dry_run else "Refused and left out", batch.refused)
    yield from _remarks("Would come in, but have a look" if dry_run else "Came in, but have a look", batch.remarks)
    yield from _totals(batch.totals, "Would come in per person" if dry_run else "Came in per person")
    yield ""
    yield "Amounts in the file are not taken: an entry has the rate that is set here."
    if batch.without_rate:
        yield f"{batch.without_rate:,} billable entries have no rate, because none is set for their person or project."


def _created(batch: Batch, title: str) -> Iterator[str]:
    yield ""
    yield title
    yield f"  {batch.entries:>7,} entries"
    yield from _names("people, not invited yet: they cannot sign in", batch.people)
    yield from _names("clients", batch.clients)
    yield from _names("projects", batch.projects)
    yield from _names("tasks", batch.tasks)


def _names(what: str, names: Sequence[str]) -> Iterator[str]:
    yield f"  {len(names):>7,} {what if names else what.partition(',')[0]}"
    for name in names[:NAMES_SHOWN]:
        yield f"          {name}"
    if len(names) > NAMES_SHOWN:
        yield f"          … and {len(names) - NAMES_SHOWN:,} more"


def _remarks(title: str, remarks: Sequence[Remark]) -> Iterator[str]:
    if not remarks:
        return
    yield ""
    yield f"{title}: {len(remarks):,}"
    digits = max(len(str(remark.number)) for remark in remarks)
    for remark in remarks:
        about = f"  {remark.about}" if remark.about else ""
        yield f"  row {remark.number:>{digits}}{about}: {remark.text}"


def _totals(totals: Sequence[PersonTotal], title: str) -> Iterator[str]:
    everybody = PersonTotal("All", "")
    for total in totals:
        everybody.entries += total.entries
        everybody.seconds += total.seconds
        everybody.already += total.already
    name = max([len(total.name) for total in totals] + [3])
    email = max([len(total.email) for total in totals] + [0])
    yield ""
    yield title
    for total in [*totals, everybody]:
        already = f"  {total.already:>7,} there already" if everybody.already else ""
        counted = f"{total.entries:>7,} entries {shown(total.seconds):>11}"
        yield f"  {total.name:<{name}}  {total.email:<{email}} {counted}{already}"
