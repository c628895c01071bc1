from __future__ import annotations

import pytest

from content.readability import (
    WORDS_PER_MINUTE,
    lix,
    minutes,
    sentences,
    text_blocks,
    words,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Barnet står i mitten.", ["Barnet", "står", "i", "mitten"]),
        ("e-post och 20-årsdag", ["e-post", "och", "20-årsdag"]),
        ("0–20 år", ["0", "20", "år"]),
        ("”Ja”, sa hon – och gick.", ["Ja", "sa", "hon", "och", "gick"]),
        ("… ! – ()", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("En mening utan punkt", 1),
        ("En. Två! Tre? Fyra: fem", 5),
        ("Vänta … Nej!! Jo?!", 2),
        ("”Kom nu.” Hon kom.", 2),
        ("Klockan 12.30 den 1.2", 1),
        ("www.vardsamverkan.se är adressen", 1),
        ("", 1),
    ],
)
def test_a_sentence_ends_at_a_stop_or_at_the_end_of_the_block(block, count):
    assert sentences(block) == count


def test_lix_is_words_per_sentence_and_percent_of_long_words():
    # 8 words in 2 sentences; one of them, samverkar, has over six letters.
    assert lix(["Vi ses här. Alla som vill samverkar nu."]) == 8 / 2 + 100 * 1 / 8


def test_a_word_of_six_letters_is_not_long_and_one_of_seven_is():
    assert lix(["mötena"]) == 1
    assert lix(["mötenas"]) == 101


def test_only_letters_count_in_the_length_of_a_word():
    assert lix(["20-åring"]) == 1
    assert lix(["e-tjänst"]) == 101


def test_the_end_of_a_block_ends_a_sentence():
    assert lix(["Vi ses", "Vi hörs"]) == 2
    assert lix(["Vi ses vi hörs"]) == 4


def test_blocks_without_words_count_for_nothing():
    assert lix(["Vi ses.", "", "–", "…"]) == 2


def test_no_text_has_no_lix():
    assert lix([]) == 0


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, 1), (1, 1), (272, 1), (273, 2), (436, 2), (490, 2), (491, 3), (654, 3)],
)
def test_minutes_are_whole_and_at_least_one(count, expected):
    assert WORDS_PER_MINUTE == 218
    assert minutes(count) == expected


HTML = (
    "<h2>Rubrik</h2><p>Ett <b>fett</b>\n ord.</p><ul><li>ett</li><li>två</li></ul>rest<p> </p>"
    "<dl><div><dt>Tid</dt><dd>Tre veckor</dd></div></dl>"
    "<table><caption>Former</caption><tr><th>SIP</th><td>Plan</td></tr></table>"
)


def test_text_blocks_are_paragraphs_items_terms_and_cells():
    assert text_blocks(HTML) == [
        "Rubrik", "Ett fett ord.", "ett", "två", "rest",
        "Tid", "Tre veckor", "Former", "SIP", "Plan",
    ]  # fmt: skip


def test_headings_can_be_left_out():
    assert "Rubrik" not in text_blocks(HTML, headings=False)
    assert "Ett fett ord." in text_blocks(HTML, headings=False)


def test_entities_are_read_as_letters():
    assert text_blocks("<p>sk&aring;l &amp; v&auml;g</p>") == ["skål & väg"]
