"""The list of blocks that an editor picks from: Swedish names, a description and a picture."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from courses.models import LessonPage
from quizzes.models import QuizPage

LESSON = LessonPage._meta.get_field("body").stream_block.child_blocks
TEST = QuizPage._meta.get_field("questions").stream_block.child_blocks
ENGLISH = re.compile(r"\b(block|text block|struct|the|and|required|item)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", LESSON)
def test_a_block_of_a_lesson_has_a_swedish_name_and_a_description(name):
    block = LESSON[name]
    assert block.label
    assert block.get_description().endswith((".", "”"))
    assert not ENGLISH.search(f"{block.label} {block.get_description()}")


@pytest.mark.parametrize("name", TEST)
def test_a_question_of_a_test_has_a_description(name):
    assert TEST[name].get_description()


@pytest.mark.parametrize("name", LESSON)
def test_a_block_of_a_lesson_has_a_picture(client, course, tora, name):
    client.force_login(tora)
    block = LESSON[name]
    assert block.is_previewable
    response = client.get(f"/cms/block-preview/?id={block.definition_prefix}")
    html = unescape(response.content.decode())
    assert response.status_code == 200
    assert "css/site" in html
    value = block.get_preview_value()
    told = json.dumps(block.get_prep_value(value), ensure_ascii=False)
    words = re.findall(r"[A-ZÅÄÖ][a-zåäö]{2,}", told)
    assert all(word in html for word in words)
    assert name in ("law", "checklist") or words


def test_there_is_no_raw_html(course):
    assert "RawHTMLBlock" not in {
        type(block).__name__ for block in [*LESSON.values(), *TEST.values()]
    }
