from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.answering import ChoiceError, field_names, kept, read_choice
from quizzes.scoring import mark, shown_keys

from .samples import ALL, MULTIPLE, ORDER, PAIR, RIGHT, SINGLE, STATEMENT, TRUE_FALSE

SHOWN = {"pair": ["vuxna", "sspf", "vastbus"]}


def posted(**values):
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name.replace("_", "-"), [value] if isinstance(value, str) else value)
    return query


def read(question, **values):
    return read_choice(question, posted(**values), shown=SHOWN.get(question["kind"], []))


def refused(question, **values):
    with pytest.raises(ChoiceError) as caught:
        read(question, **values)
    return caught.value


@pytest.mark.parametrize(
    ("question", "values", "choice"),
    [
        (SINGLE, {"svar": "ratt"}, ["ratt"]),
        (TRUE_FALSE, {"svar": "sant"}, ["sant"]),
        (STATEMENT, {"svar": "vet-inte"}, ["vet-inte"]),
        (MULTIPLE, {"svar": ["bvc", "polis"]}, ["bvc", "polis"]),
        (MULTIPLE, {"svar": ["bvc", "bvc"]}, ["bvc"]),
        (
            PAIR,
            {"par_sspf": "2", "par_vastbus": "3", "par_vuxna": "1"},
            {"sspf": "sspf", "vastbus": "vastbus", "vuxna": "vuxna"},
        ),
        (
            ORDER,
            {"plats_fraga": "2", "plats_samtycke": "1", "plats_kalla": "3", "plats_folj_upp": "4"},
            ["samtycke", "fraga", "kalla", "folj-upp"],
        ),
    ],
)
def test_a_form_becomes_a_choice(question, values, choice):
    assert read(question, **values) == choice


@pytest.mark.parametrize("question", [SINGLE, TRUE_FALSE, STATEMENT], ids=lambda one: one["kind"])
def test_nothing_chosen(question):
    error = refused(question)
    assert error.message == "Välj ett av svaren"
    assert error.field == "svar-1"
    assert error.kept == {"svar": []}


def test_nothing_chosen_of_several():
    assert refused(MULTIPLE).message == "Välj minst ett av svaren"


@pytest.mark.parametrize("question", [SINGLE, MULTIPLE, TRUE_FALSE, STATEMENT])
def test_an_option_of_another_question(question):
    error = refused(question, svar="nagon-annans")
    assert error.message == "Svaret hör inte till den här frågan. Välj bland svaren nedan"
    assert error.kept == {"svar": ["nagon-annans"]}


def test_an_option_of_another_question_among_right_ones():
    assert "hör inte till" in refused(MULTIPLE, svar=["bvc", "nagon-annans"]).message


@pytest.mark.parametrize("question", [SINGLE, TRUE_FALSE, STATEMENT], ids=lambda one: one["kind"])
def test_two_values_where_one_is_right(question):
    both = [option["key"] for option in question["options"][:2]]
    error = refused(question, svar=both)
    assert error.message == "Välj bara ett av svaren"
    assert error.kept == {"svar": both}


def test_a_pair_without_a_partner():
    error = refused(PAIR, par_sspf="1", par_vastbus="", par_vuxna="2")
    assert error.message == "Välj vad ”VASTBUS” hör ihop med"
    assert error.field == "par-2"
    assert error.kept == {"par-sspf": ["1"], "par-vastbus": [""], "par-vuxna": ["2"]}


def test_a_partner_twice():
    error = refused(PAIR, par_sspf="1", par_vastbus="2", par_vuxna="1")
    assert "har fått samma svar som en annan rad" in error.message
    assert error.field == "par-3"
    assert error.kept["par-sspf"] == ["1"]


@pytest.mark.parametrize("value", ["0", "4", "-1", "1.5", "x", "9" * 5000, "sspf"])
def test_a_partner_that_is_not_shown(value):
    error = refused(PAIR, par_sspf=value, par_vastbus="1", par_vuxna="2")
    assert error.message == "Svaret hör inte till den här frågan. Välj bland svaren nedan"
    assert error.field == "par-1"


def test_two_partners_for_one():
    assert refused(PAIR, par_sspf=["1", "2"], par_vastbus="3").field == "par-1"


def test_right_halves_are_never_known_by_their_key():
    """A half's key is that of its pair: posting it would mean that the page had shown it."""
    keys = {f"par_{row['key']}": row["key"] for row in PAIR["pairs"]}
    assert "hör inte till" in refused(PAIR, **keys).message


def order(**changed):
    values = {"plats_fraga": "1", "plats_samtycke": "2", "plats_kalla": "3", "plats_folj_upp": "4"}
    return {**values, **changed}


def test_a_step_without_a_place():
    error = refused(ORDER, **order(plats_kalla=""))
    assert error.message == "Välj en plats för varje steg"
    assert error.field == "plats-kalla"
    assert error.kept["plats-fraga"] == ["1"]


def test_a_place_twice():
    error = refused(ORDER, **order(plats_kalla="2"))
    assert error.message == "Två steg har plats 2. Ge varje steg en egen plats"
    assert error.field == "plats-kalla"
    assert error.kept["plats-kalla"] == ["2"]


@pytest.mark.parametrize("value", ["0", "5", "-1", "1,5", "två", "²", "9" * 5000])
def test_a_place_that_is_not_there(value):
    error = refused(ORDER, **order(plats_kalla=value))
    assert error.message == "Välj en plats mellan 1 och 4"


def test_two_places_for_one_step():
    assert refused(ORDER, **order(plats_fraga=["1", "2"])).field == "plats-fraga"


def test_only_the_inputs_of_the_question_are_kept():
    query = posted(svar="ratt", csrfmiddlewaretoken="hemligt", par_x="1")
    assert kept(SINGLE, query) == {"svar": ["ratt"]}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (MULTIPLE, ["svar"]),
        (PAIR, ["par-sspf", "par-vastbus", "par-vuxna"]),
        (ORDER, ["plats-fraga", "plats-samtycke", "plats-kalla", "plats-folj-upp"]),
    ],
)
def test_each_kind_has_inputs_of_its_own(question, names):
    assert field_names(question) == names


def form_of(question, choice, shown):
    """The form that a reader who means ``choice`` sends."""
    if question["kind"] == "pair":
        return posted(**{f"par-{left}": str(shown.index(right) + 1)
                         for left, right in choice.items()})  # fmt: skip
    if question["kind"] == "order":
        return posted(**{f"plats-{key}": str(place) for place, key in enumerate(choice, 1)})
    return posted(svar=choice)


@settings(deadline=None)
@given(st.sampled_from(ALL), st.text(max_size=9))
def test_whatever_the_order_shown_the_right_form_is_marked_right(question, seed):
    right, shown = RIGHT[question["kind"]], shown_keys(question, seed=seed)
    assert mark(
        question, read_choice(question, form_of(question, right, shown), shown=shown)
    ).points


values = st.lists(st.text(max_size=4) | st.sampled_from(["1", "2", "3", "4", "ratt", "bvc"]))


@settings(deadline=None)
@given(st.sampled_from(ALL), st.data())
def test_any_form_is_read_or_refused_with_a_reason(question, data):
    form = posted(**{name: data.draw(values) for name in field_names(question)})
    shown = SHOWN.get(question["kind"], [])
    try:
        outcome = mark(question, read_choice(question, form, shown=shown)).points
    except ChoiceError as error:
        outcome = (error.message, error.field)
    assert outcome in (0, 1) or all(outcome)
