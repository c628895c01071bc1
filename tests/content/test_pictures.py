"""The alternative text of a picture: words that somebody wrote, that can be seen."""

from __future__ import annotations

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from content.pictures import DescribedImageBlock, is_name_of_file

pytestmark = pytest.mark.django_db

UNSEEN = ["", " ", "   ", "\t\n", "\u00a0", "\u200b", "\u2060\ufeff", " \u00ad\u200d ", "\u202f"]


@pytest.fixture
def picture():
    return get_image_model().objects.create(title="Ett bord", file=get_test_image_file())


def refused(picture, text, *, draft=False, decorative=False):
    block = DescribedImageBlock()
    clean = block.clean_deferred if draft else block.clean
    try:
        clean(block.to_python({"image": picture.pk, "alt_text": text, "decorative": decorative}))
    except StructBlockValidationError as error:
        return error.as_json_data()["blockErrors"]
    return {}


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_that_can_not_be_seen_is_refused_as_an_empty_one(picture, text):
    said = "Skriv en alternativtext, eller kryssa i att bilden är dekorativ."
    assert refused(picture, text) == {"alt_text": {"messages": [said]}}
    assert refused(picture, text, decorative=True) == {}
    assert refused(picture, text, draft=True) == {}


@pytest.mark.parametrize("text", ["Ett bord", "\u200bEtt bord\u00a0", "Å", "➔"])
def test_a_text_that_can_be_seen_is_published(picture, text):
    assert refused(picture, text) == {}


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("Familj vid köksbord", "familj-vid-koksbord.jpg"),
        ("Familj vid köksbord.", "familj-vid-koksbord_x7Yz1Ab.jpg"),
        ("  Möte på BVC ", "mote-pa-bvc.png"),
        ("Mamma, pappa och barn", "mamma-pappa-och-barn.webp"),
    ],
)
def test_a_file_may_be_named_after_what_it_shows(text, filename):
    assert not is_name_of_file(text, filename)


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("familj-vid-koksbord", "familj-vid-koksbord.jpg"),
        ("Familj-vid-köksbord", "familj-vid-koksbord.jpg"),
        ("Familj_vid_köksbord", "familj_vid_koksbord.jpg"),
        ("Familj vid köksbord.JPG", "familj-vid-koksbord.jpg"),
        ("Skärmbild 2026-11-01", "skarmbild-2026-11-01.png"),
        ("Namnlös design (1)", "namnlos-design-1.png"),
        ("familj", "familj.jpg"),
    ],
)
def test_what_looks_like_a_files_name_is_one(text, filename):
    assert is_name_of_file(text, filename)
