"""The rig reads a question off its page as a browser does, and knows what must be stored of it."""

from __future__ import annotations

import random
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from courses.questions import answered, asked
from quizzes.answering import read_choice
from quizzes.scoring import shown_keys
from rig.questions import next_in, question_in
from torture.ledger import chosen_keys

from ..quizzes.samples import MULTIPLE, ORDER, PAIR, SINGLE, STATEMENT, TRUE_FALSE

KINDS = {one["kind"]: one for one in (SINGLE, MULTIPLE, TRUE_FALSE, STATEMENT, PAIR, ORDER)}


def page(question, shown):
    context = {"asked": asked(question, shown), "method": "post", "button": "Svara", "prefix": ""}
    return render_to_string("components/question_form.html", context)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_is_one_the_product_takes(kind, seed):
    question = KINDS[kind]
    shown = shown_keys(question, seed=str(seed))
    found = question_in(page(question, shown))
    first = found.choose(random.Random(seed))
    other = found.choose_other(first, random.Random(seed))
    assert first != other
    for choice in (first, other):
        taken = read_choice(question, QueryDict(urlencode(choice)), shown=shown)
        assert taken == chosen_keys(choice, shown)


@pytest.mark.parametrize("kind", KINDS)
def test_a_verdict_asks_nothing(kind):
    question = KINDS[kind]
    shown = shown_keys(question, seed="1")
    choice = question_in(page(question, shown)).choose(random.Random(1))
    taken = read_choice(question, QueryDict(urlencode(choice)), shown=shown)
    html = render_to_string(
        "components/question_answered.html", {"answered": answered(question, taken)}
    )
    assert question_in(html) is None


def test_where_a_verdict_leads():
    assert next_in('<p><a class="btn" href="/utbildning/sip/kunskapstest/1/2/">Nästa</a>') == (
        "/utbildning/sip/kunskapstest/1/2/"
    )
    assert next_in("<p>ingen knapp</p>") == ""
