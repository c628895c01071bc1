"""The figures as CSV: what a Swedish Excel opens, with the numbers and names of the JSON."""

from __future__ import annotations

import csv
import io

import pytest

from reports.document import restrict
from reports.exports import COLUMNS, as_csv

from .published import MODULES, NAMES, document, in_document, of_type

OWN_ROW = ("all", "unknown", "citywide", "equity", "others", "fallback")


def rows_of(made):
    return list(csv.DictReader(io.StringIO(as_csv(made).removeprefix("\ufeff")), delimiter=";"))


def the_row(rows, part, **values):
    (found,) = [
        row
        for row in rows
        if row["part"] == part and all(row[name] == value for name, value in values.items())
    ]
    return found


def leaves(made, prefix=""):
    """The keys of values in a JSON document; inside a small object as ``object.key``."""
    for name, value in made.items():
        if isinstance(value, dict):
            yield from leaves(value, "" if name in OWN_ROW else f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for inner in value:
                yield from leaves(inner)
        else:
            yield prefix + name


@pytest.fixture(scope="module")
def made():
    return document()


@pytest.fixture(scope="module")
def rows(made):
    return rows_of(made)


def test_it_is_utf8_with_a_byte_order_mark_and_semicolons(made):
    text = as_csv(made)
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert text[1:].split("\r\n")[0].split(";") == list(COLUMNS)
    assert "Örgryte-Härlanda" in text
    assert text.endswith("\r\n")


def test_the_header_is_the_keys_of_the_json(made):
    placing, later = {"part", "district"}, {"after.n", "after.share"}
    assert set(COLUMNS) - placing - later == set(leaves(made)) - {"after"}


def test_every_row_tells_of_when_and_what_it_is(rows):
    common = {(r["at"], r["definition"], r["layer"], r["target"], r["fictional"]) for r in rows}
    assert common == {("2026-11-01", "1", "sdn10", "0,8", "nej")}


def test_a_district_is_a_row_with_its_headline(rows):
    row = the_row(rows, "districts", code="angered")
    figures = {name: value for name, value in row.items() if value}
    assert figures == {
        "at": "2026-11-01", "definition": "1", "layer": "sdn10", "target": "0,8",
        "fictional": "nej", "part": "districts", "district": "angered", "code": "angered",
        "name": "Angered", "headcount": "420", "headcount_as_of": "2026-10-01",
        "registered": "182", "completed_current": "151", "completed_older": "12",
        "completed_by_way.self": "151", "completed_by_way.meeting": "0",
        "completed_by_way.prior": "0", "completion_rate": "0,36", "current_coverage": "0,926",
        "left_to_target": "185",
    }  # fmt: skip


def test_all_ten_districts_and_the_rest_of_the_city_are_there(rows):
    assert [row["code"] for row in rows if row["part"] == "districts"] == list(NAMES)
    for part in ("all", "unknown", "citywide"):
        assert the_row(rows, part)["code"] == part
    assert the_row(rows, "all")["completed_current"] == "1985"


def test_missing_headcounts_are_named_and_what_is_unknown_is_empty(rows):
    assert the_row(rows, "districts", code="lundby")["headcount_missing"] == "annan"
    unknown = the_row(rows, "unknown")
    assert (unknown["registered"], unknown["headcount"], unknown["completion_rate"]) == (
        "30", "", "",
    )  # fmt: skip


def test_a_type_stands_with_the_same_type_in_the_others(rows):
    where = {"district": "lundby", "code": "forskola"}
    own = the_row(rows, "districts.workplace_types", **where)
    others = the_row(rows, "districts.workplace_types.others", **where)
    assert (own["priority"], own["completed_current"], own["headcount"]) == ("ja", "78", "117")
    assert (others["completed_current"], others["headcount"]) == ("852", "1398")


def test_what_is_hidden_is_two_dots(rows, made):
    row = the_row(rows, "districts.workplace_types", district="angered", code="bvc")
    hidden = {name for name, value in row.items() if value == ".."}
    assert hidden == {
        "registered", "completed_current", "completed_older", "completed_by_way.self",
        "completed_by_way.meeting", "completed_by_way.prior", "completion_rate",
        "current_coverage", "left_to_target",
    }  # fmt: skip
    assert as_csv(made).count(";..") == str(made).count("'..'")


def test_what_stands_in_for_a_hidden_type_is_a_row(rows):
    part = "districts.workplace_types.fallback"
    together = the_row(rows, part, district="angered", code="bvc")
    assert (together["place"], together["codes"]) == ("angered", "bvc, vardcentral")
    assert (together["completed_current"], together["completion_rate"]) == ("12", "0,462")
    city = the_row(rows, part, district="centrum", code="bvc")
    assert (city["place"], city["codes"], city["completed_current"]) == ("all", "bvc", "50")


def test_modules_and_misconceptions_are_rows(rows):
    slugs = [r["slug"] for r in rows if (r["part"], r["district"]) == ("all.modules", "")]
    assert slugs == list(MODULES)
    module = the_row(rows, "districts.modules", district="angered", slug="sip")
    assert (module["completed_current"], module["completion_rate"]) == ("151", "0,36")
    belief = the_row(rows, "districts.misconceptions", district="angered", code="M01")
    assert (belief["before.n"], belief["before.share"]) == ("240", "0,467")
    assert (belief["after.n"], belief["after.share"], belief["change_pp"]) == ("", "", "")


def test_the_comparison_is_the_last_row(rows, made):
    names = ("gap_pp", "highest", "lowest", "min_max_ratio", "status", "excluded")
    row = rows[-1]
    assert row["part"] == "equity"
    assert [row[name] for name in names] == [
        "44,0", "orgryte-harlanda", "angered", "0,449", "not_equal", "0",
    ]  # fmt: skip


def test_the_numbers_are_those_of_the_json(rows, made):
    def as_text(value):
        return "" if value is None else str(value).replace(".", ",") if value != ".." else ".."

    for place in made["districts"]:
        for own in place["workplace_types"]:
            where = {"district": place["code"], "code": own["code"]}
            row = the_row(rows, "districts.workplace_types", **where)
            for name in ("headcount", "registered", "completion_rate", "left_to_target"):
                assert row[name] == as_text(own[name])
    assert of_type(in_document(made, "angered"), "bvc")["registered"] == ".."


def test_a_cut_document_has_no_rows_of_what_was_cut(made):
    rows = rows_of(restrict(made, {"angered"}))
    inner = {row["district"] for row in rows if row["part"].startswith("districts.")}
    assert inner == {"angered"}
    assert [row["code"] for row in rows if row["part"] == "districts"] == list(NAMES)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_is_read_as_a_formula(made, start):
    made = document()
    made["districts"][0]["name"] = f"{start}HYPERLINK(1)"
    row = the_row(rows_of(made), "districts", code="angered")
    assert row["name"] == f"'{start}HYPERLINK(1)"


def test_a_negative_number_is_still_a_number(made):
    made = document()
    made["all"]["misconceptions"][0]["change_pp"] = -33.8
    assert the_row(rows_of(made), "all.misconceptions", code="M01")["change_pp"] == "-33,8"


def test_nothing_is_written_for_an_empty_text(rows):
    assert {row["district"] for row in rows if row["part"] == "all"} == {""}


def test_a_name_with_a_semicolon_or_a_quote_stays_in_its_cell(made):
    made = document()
    made["districts"][0]["name"] = 'Angered; "norra"'
    assert the_row(rows_of(made), "districts", code="angered")["name"] == 'Angered; "norra"'
