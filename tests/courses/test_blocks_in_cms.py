"""The list of blocks that an editor picks from, of every page: Swedish names, a description with an
example, a picture, and limits."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.blocks import ListBlock, RawHTMLBlock
from wagtail.models import Page

from content.blocks import TellingBlock
from content.comparison import ComparisonBlock
from content.fields import BodyField
from content.problems import problems_of
from courses.models import LessonPage
from quizzes.models import QuizPage

STREAMS = {
    f"{model.__name__}.{field.name}": field.stream_block
    for model in apps.get_models()
    if issubclass(model, Page)
    for field in model._meta.get_fields()
    if isinstance(field, BodyField)
}
BLOCKS = {
    f"{where}.{name}": block
    for where, stream in STREAMS.items()
    for name, block in stream.child_blocks.items()
}
ENGLISH = re.compile(r"\b(text block|struct|the|and|required|item|image)\b", re.IGNORECASE)
WITHOUT_WORDS = ("law", "checklist")
"""What they show stands in a register."""


def within(block):
    """The block and all that it is made of."""
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from within(child)
    if isinstance(block, ListBlock):
        yield from within(block.child_block)


def test_every_kind_of_page_is_looked_at():
    assert {
        "LessonPage.body", "LessonPage.workplaces", "LessonPage.sources", "QuizPage.questions",
        "FormerEditionPage.body", "FamilyPage.body", "FamilyPage.sources", "InfoPage.body",
        "AccessibilityStatementPage.known_issues", "AccessibilityStatementPage.disproportionate",
    } <= set(STREAMS)  # fmt: skip


@pytest.mark.parametrize("place", BLOCKS)
def test_a_block_has_a_swedish_name_and_a_description_with_an_example(place):
    block = BLOCKS[place]
    description = block.get_description()
    assert block.label
    assert description.endswith((".", "”"))
    assert re.search(r"\b[Tt]ill exempel\b", description)
    assert not ENGLISH.search(f"{block.label} {description}")


@pytest.mark.parametrize("place", BLOCKS)
def test_the_parts_of_a_block_have_swedish_names(place):
    labels = [str(part.label) for part in within(BLOCKS[place]) if part.label]
    assert [label for label in labels if ENGLISH.search(label)] == []


@pytest.mark.parametrize("place", BLOCKS)
def test_a_block_has_a_picture(client, course, tora, place):
    client.force_login(tora)
    block = BLOCKS[place]
    assert block.is_previewable
    response = client.get(f"/cms/block-preview/?id={block.definition_prefix}")
    html = unescape(response.content.decode())
    assert response.status_code == 200
    assert "css/site" in html
    words = re.findall(r"[A-ZÅÄÖ][a-zåäö]{2,}", shown_of(block))
    assert words or block.name in WITHOUT_WORDS
    assert [word for word in words if word.casefold() not in html.casefold()] == []


def shown_of(block):
    """The texts of the example that the picture should show: of a statement one of its wordings,
    and nothing of what a test adds."""
    told = block.get_prep_value(block.get_preview_value())
    hidden = {"wording_b", "origin"}
    kept = {k: v for k, v in told.items() if k not in hidden} if isinstance(told, dict) else told
    return json.dumps(kept, ensure_ascii=False)


@pytest.mark.parametrize("place", BLOCKS)
def test_every_list_in_a_block_has_a_limit(place):
    lists = [part for part in within(BLOCKS[place]) if isinstance(part, ListBlock)]
    assert [part.label for part in lists if not part.meta.max_num] == []


def test_a_test_has_a_limit_of_questions(course):
    stream = QuizPage._meta.get_field("questions").stream_block
    assert stream.meta.max_num == 60
    page = QuizPage.objects.first()
    page.questions = list(page.get_latest_revision_as_object().questions.raw_data) * 10
    assert any("60" in problem.sentence for problem in problems_of(page))


TOO_MANY = {
    "case": {"title": "a", "situation": "b", "outcome": "c",
             "steps": [{"title": "d", "text": "e"}] * 7},
    "comparison": {"title": "a", "columns": ["b", "c"], "rows": [["d", "e"]] * 13},
    "law": {"codes": ["orosanmalan"] * 7},
}  # fmt: skip


@pytest.mark.parametrize("kind", TOO_MANY)
def test_more_than_the_limit_is_refused(course, kind):
    block = TellingBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(TOO_MANY[kind]))
    ((_, told),) = refused.value.as_json_data()["blockErrors"].items()
    assert told["messages"][0].startswith("Det går inte med fler än ")


def table(*rows):
    return {"title": "Möten", "columns": ["Fråga", "Västbus", "SSPF"], "rows": [*rows]}


EVEN = ["Är familjen med?", "Ja", "Ibland"]


@pytest.mark.parametrize("uneven", [EVEN[:2], [*EVEN, "Nej"]])
def test_a_row_has_as_many_cells_as_there_are_columns(uneven):
    block = ComparisonBlock()
    block.clean(block.to_python(table(EVEN, EVEN)))
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(table(EVEN, uneven)))
    (said,) = refused.value.as_json_data()["blockErrors"]["rows"]["messages"]
    assert said == f"Rad 2 har {len(uneven)} celler. Varje rad ska ha 3: en per kolumn."
    assert block.clean_deferred(block.to_python(table(EVEN, uneven))), "a draft may wait"


def test_an_uneven_table_is_not_published_and_says_where(course):
    lesson = LessonPage.objects.first()
    lesson.body = [{"type": "comparison", "value": table(EVEN, EVEN[:2])}]
    said = [problem.sentence for problem in problems_of(lesson)]
    assert said == [
        "Block 1 (Jämförelse), Rader: Rad 2 har 2 celler. Varje rad ska ha 3: en per kolumn."
    ]


def test_there_is_no_raw_html():
    parts = [part for block in BLOCKS.values() for part in within(block)]
    assert not [part for part in parts if isinstance(part, RawHTMLBlock)]
