"""What a detailed export says is taken at its word, and what cannot be taken is named with its reason."""

from datetime import UTC, datetime

import pytest

from tests.transfer.exports import FIXTURES, at, export
from timetrack.errors import InvalidInput
from timetrack.transfer.toggl import Sheet, read_toggl

BERLIN = "Europe/Berlin"


def read(*rows: dict[str, str], zone: str = BERLIN) -> Sheet:
    return read_toggl(export(*rows), zone)


def reason(**cells: str) -> str:
    """Why a row with these cells is refused."""
    sheet = read({name.replace("_", " ").capitalize(): cell for name, cell in cells.items()})
    assert sheet.rows == []
    return sheet.refused[0].text


def test_the_export_of_two_awkward_nights():
    first, second = read_toggl((FIXTURES / "toggl_detailed.csv").read_bytes(), BERLIN).rows
    assert first.readings == ((datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),)
    assert (first.client, first.project, first.task) == ("Northwind", "Website", "Design")
    assert (first.tags, first.is_billable) == (("ux", "sprint-4"), True)
    assert second.readings == ((datetime(2026, 4, 1, 21, 40, tzinfo=UTC), datetime(2026, 4, 1, 22, 20, tzinfo=UTC)),)
    assert (second.project, second.description) == ("", "No project, crosses midnight")


def test_text_stays_text():
    (row,) = read({"Description": '=1+1 "costs", <b>\tx', "Tags": 'a "b", ux,,UX , ü'}).rows
    assert row.description == '=1+1 "costs", <b> x'
    assert row.tags == ('a "b"', "ux", "ü")


def test_the_newer_export_names_and_orders_its_columns_otherwise():
    header = ("Description", "Duration", "Member", "Email", "Project", "Tags", "Start date", "Start time")
    newer = export({"Member": "Ben", "Stop date": "2026-03-04", "Stop time": "10:30 AM", "Start time": "9:00 AM"},
                   header=(*header, "Stop date", "Stop time"))  # fmt: skip
    (row,) = read_toggl(newer, BERLIN).rows
    assert row.readings == ((datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),)
    assert (row.person_name, row.client, row.is_billable) == ("Ben", "", None)


def test_the_same_file_in_utf_16_and_with_semicolons_reads_the_same():
    content = (FIXTURES / "toggl_spring.csv").read_bytes()
    as_utf_16 = content.decode("utf-8-sig").encode("utf-16")
    assert read_toggl(as_utf_16, BERLIN) == read_toggl(content, BERLIN)


def test_the_spring_export_is_read_to_the_last_row():
    sheet = read_toggl((FIXTURES / "toggl_spring.csv").read_bytes(), BERLIN)
    assert (len(sheet.rows), sheet.refused, sheet.remarks) == (894, [], [])
    assert [row.number for row in sheet.rows] == list(range(2, 896))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"email": "nobody"}, "“nobody” is not an e-mail address"),
        ({"email": ""}, "An e-mail address is missing"),
        ({"start_date": "04.03.2026"}, "“04.03.2026” is not a date like 2026-03-29"),
        ({"end_date": ""}, "“” is not a date like 2026-03-29"),
        ({"start_time": "quarter past"}, "“quarter past” is not a time like 09:30:00"),
        ({"end_time": "09:00:00"}, "An entry must end after it starts"),
        ({"end_time": "08:59:59"}, "An entry must end after it starts"),
        ({"end_date": "2026-03-05"}, "An entry may last 24 hours at most. Say when the work really ended"),
        ({"start_date": "2026-03-29", "end_date": "2026-03-29", "start_time": "02:15:00"},
         "On Sun 29 Mar the clocks in Europe/Berlin skip 02:15: there is no such time"),
        ({"duration": "1.5"}, "“1.5” is not a duration like 1:30:00"),
        ({"billable": "maybe"}, "Billable is Yes or No; “maybe” is neither"),
        ({"project": "x" * 201}, "A project's name may have 200 characters; this has 201"),
        ({"description": "x" * 3001}, "A description may have 3,000 characters; this has 3,001"),
        ({"tags": ",".join(map(str, range(51)))}, "An entry may have 50 tags; this has 51"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(cells: dict[str, str], said: str):
    assert reason(**cells) == said


def test_a_refused_row_is_shown_in_its_own_words_without_what_a_terminal_would_obey():
    sheet = read(at("9", "x", Description="\x1b[2Jgone", Email="ben@example.test"), {})
    assert [row.number for row in sheet.rows] == [3]
    assert sheet.refused[0].number == 2
    assert sheet.refused[0].about == "ben@example.test  2026-03-04 9 – 2026-03-04 x  “ [2Jgone”"


def test_a_broken_row_does_not_take_its_neighbours_along():
    content = export({}, {}, {}).splitlines(keepends=True)
    content[2] = b'Ada,"ada@example.test\r\n'
    sheet = read_toggl(b"".join(content), BERLIN)
    assert [row.number for row in sheet.rows] == [2, 4]
    assert [(remark.number, remark.about) for remark in sheet.refused] == [(3, "")]


def test_a_duration_that_disagrees_is_remarked_and_start_and_end_count():
    sheet = read({"Duration": "02:00:00"})
    assert sheet.rows[0].readings == ((datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),)
    assert "lasts 1:30:00 from start to end but 2:00:00 by its duration" in sheet.remarks[0].text


def test_a_client_or_task_without_a_project_is_left_out_and_remarked():
    sheet = read({"Client": "Northwind", "Task": "Build"})
    assert (sheet.rows[0].client, sheet.rows[0].task) == ("", "")
    assert "no project" in sheet.remarks[0].text


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (("User", "Email", "Start date", "Start time", "End time", "Duration"), "“End date”"),
        (("Project", "Client", "Amount"), "“Email”, “Start date”, “Start time”, “End date”, “End time” or “Duration”"),
    ],
)
def test_another_kind_of_export_is_refused_with_the_columns_it_lacks(header: tuple[str, ...], missing: str):
    with pytest.raises(InvalidInput, match=f"no column {missing}"):
        read_toggl(export({}, header=header), BERLIN)


def test_a_file_without_rows_and_an_unknown_zone_are_one_sentence():
    with pytest.raises(InvalidInput, match="a header but no rows"):
        read_toggl(export(), BERLIN)
    with pytest.raises(InvalidInput, match="no time zone called “Berlin”"):
        read_toggl(export({}), "Berlin")


def test_columns_are_found_however_they_are_capitalised():
    (row,) = read_toggl(export({}).replace(b"Email", b"EMAIL", 1), BERLIN).rows
    assert row.email == "ada@example.test"
