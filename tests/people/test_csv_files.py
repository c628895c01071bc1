from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from people.csv_files import CsvErrors, filled, iso_date, one_of, read_rows, whole_number


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "fil.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows(path, **kwargs):
    return [
        (row.number, row.values)
        for row in read_rows(path, required=("a", "b"), optional={"c": "x"}, **kwargs)
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n",
        "\ufeffa;b\r\n1;2\r\n",
        "B,A\n2,1",
        'a;b\n"1";" 2 "\n',
        "a,b\n\n,\n1,2\n",
    ],
)
def test_what_may_be_written(file, content):
    assert [values for _, values in rows(file(content))] == [{"a": "1", "b": "2", "c": "x"}]


def test_rows_are_numbered_as_in_a_spreadsheet(file):
    assert [number for number, _ in rows(file("a,b\n1,2\n\n3,4\n"))] == [2, 4]


def test_an_empty_optional_cell_gets_its_default(file):
    assert rows(file("a,b,c\n1,2,\n1,2,z\n"))[0][1]["c"] == "x"


def test_a_file_is_read_row_by_row(file):
    reader = read_rows(file("a,b\n1,2\n1,2,3\n"), required=("a", "b"))
    assert next(reader).values == {"a": "1", "b": "2"}
    with pytest.raises(CsvErrors):
        next(reader)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "filen är tom"),
        ("\n", "filen är tom"),
        ("a,b\n", "inga rader under"),
        ("a\n1\n", "rad 1, kolumn b: ”” – rätt vore en kolumn som heter b"),
        ("a,b,d\n1,2,3\n", "rad 1, kolumn d: ”d” – rätt vore någon av a, b, c"),
        ("a,b,a\n1,2,3\n", "varje kolumn en gång"),
        ("a,b\n1,å\n".encode("latin-1"), "rad 2: ”1,å” – rätt vore text i UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "rätt vore text i UTF-8"),
        ("a,b\n1\n", "rad 2: ”1” – rätt vore 2 celler (a, b), inte 1"),
        ('a,b\n"1,2\n', "rad 2: ”” – rätt vore en rad som går att läsa (ett citattecken öppnas"),
        ('a,b\n"1"x,2\n', "en rad som går att läsa (efter ett citattecken som stängs"),
        (f"a,b\n1,{'x' * 200_000}\n", "en rad som går att läsa (en cell är alltför lång"),
    ],
)
def test_files_that_cannot_be_read(file, content, text):
    with pytest.raises(CsvErrors) as error:
        rows(file(content))
    assert text in str(error.value)
    assert "fil.csv: " in str(error.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("finns-inte.csv", "filen går inte att läsa: den finns inte."),
        ("fil.csv/inuti.csv", "filen går inte att läsa: den finns inte."),
        (".", "filen går inte att läsa: det är en mapp."),
    ],
)
def test_a_missing_file_and_a_folder(file, name, text):
    with pytest.raises(CsvErrors) as error:
        rows(file("a,b\n1,2\n").parent / name)
    assert text in str(error.value)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (PermissionError(13, "Permission denied"), "har inte rätt att läsa den."),
        (OSError(5, "Input/output error"), "systemet svarade med fel 5."),
    ],
)
def test_a_file_that_the_system_does_not_hand_over(file, monkeypatch, fault, text):
    def fail(*args, **kwargs):
        raise fault

    path = file("a,b\n1,2\n")
    monkeypatch.setattr("pathlib.Path.open", fail)
    with pytest.raises(CsvErrors) as error:
        rows(path)
    assert text in str(error.value)
    assert fault.strerror not in str(error.value)


@pytest.mark.parametrize(
    ("control_character", "shown"),
    [("\x00", "␀"), ("\x07", "␇"), ("\x1b", "␛"), ("\x7f", "\ufffd"), ("\x92", "\ufffd")],
)
def test_a_control_character_is_told_with_row_and_column_and_shown_as_a_sign(
    file, control_character, shown
):
    path = file(f"a,b\n1,2\n1,t{control_character}v{control_character}å\n1,2\n")
    errors = CsvErrors(path)
    assert [number for number, _ in rows(path, errors=errors)] == [2, 4]
    assert (
        str(errors)
        .splitlines()[0]
        .endswith(
            f"rad 3, kolumn b: ”t{shown}v{shown}å” – rätt vore text utan styrtecken; "
            "de syns inte i ett kalkylblad"
        )
    )
    with pytest.raises(CsvErrors, match="rad 3, kolumn b"):
        rows(path)


@pytest.mark.parametrize("content", ['a,b\n"1\n2",3\n', 'a,b\n"1\r\n2",3\n', "a,b\n1\t2,3\n"])
def test_a_line_break_or_a_tab_in_a_cell_is_a_blank(file, content):
    assert rows(file(content)) == [(2, {"a": "1 2", "b": "3", "c": "x"})]


def test_rows_of_the_wrong_length_are_collected(file):
    path = file("a,b\n1\n1,2\n1,2,3\n")
    errors = CsvErrors(path)
    assert len(rows(path, errors=errors)) == 1
    assert [error.row for error in errors.shown] == [2, 4]


def test_the_first_ten_are_shown_and_all_are_counted(file):
    path = file("a,b\n" + "x,2\n" * 13)
    errors = CsvErrors(path)
    for row in read_rows(path, required=("a", "b"), errors=errors):
        assert errors.parse(row, "a", whole_number) is None
    with pytest.raises(CsvErrors):
        errors.raise_if_any()
    lines = str(errors).splitlines()
    assert len(lines) == 12
    assert "rad 2, kolumn a: ”x” – rätt vore ett heltal" in lines[0]
    assert lines[10] == "… och 3 fel till."


def test_no_faults_raise_nothing(tmp_path):
    CsvErrors(tmp_path).raise_if_any()


@pytest.mark.parametrize(
    "text",
    ["12,5", "-1", "", "1e3", "٣", "+1", "12.0", "1 20", "12 34", "1 2000", "1200 000", "1  200",
     "1\n200", " 1 200", "1 200 ", "0 120", "1.200", "1 000 000 000"],
)  # fmt: skip
def test_counts_that_are_no_whole_number(text):
    with pytest.raises(ValueError, match="heltal"):
        whole_number(text)


def test_counts():
    assert [whole_number(text) for text in ("0", "007", "1200")] == [0, 7, 1200]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_counts_with_a_space_between_the_thousands(space):
    assert whole_number(f"1{space}200") == 1200
    assert whole_number(f"123{space}456{space}789") == 123456789


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026-02-30", "1/2/2026", "20260101", "", "2026-W01"]
)
def test_dates_that_are_none(text):
    with pytest.raises(ValueError, match="datum"):
        iso_date()(text)


def test_dates_in_the_future():
    today = date(2026, 11, 21)
    assert iso_date(not_after=today)("2026-11-21") == today
    with pytest.raises(ValueError, match="inte ligger efter 2026-11-21"):
        iso_date(not_after=today)("2026-11-22")


@pytest.mark.parametrize("text", ["0001-01-01", "1026-11-21", "1899-12-31"])
def test_dates_of_another_age(text):
    with pytest.raises(ValueError, match="ett datum från och med 1900-01-01"):
        iso_date(not_after=date(2026, 11, 21))(text)


def test_the_earliest_date():
    assert iso_date()("1900-01-01") == date(1900, 1, 1)
    with pytest.raises(ValueError, match="från och med 2026-01-01"):
        iso_date(not_before=date(2026, 1, 1))("2025-12-31")


def test_codes_and_text():
    assert one_of(["a"])("a") == "a"
    with pytest.raises(ValueError, match="någon av a, b"):
        one_of(["a", "b"])("c")
    assert filled("x") == "x"
    for text in ["", "xxxx"]:
        with pytest.raises(ValueError, match=r"ifyllt|högst 3"):
            partial(filled, at_most=3)(text)
