"""Choosing a picture in a lesson: the words for who does not see it are written, never guessed."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit):
    page = visit()
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name="Prova som redaktör").click()
    return page


def upload(page, *, description):
    """Adds an image from the chooser of the picture that is on the page."""
    page.get_by_role("button", name="Välj en bild").last.click()
    modal = page.get_by_role("dialog")
    modal.get_by_role("tab", name="Ladda upp").click()
    pixels = BytesIO()
    # Not twice the same image: the library would ask about that.
    Image.new("RGB", (40 + len(description), 20), "teal").save(pixels, "PNG")
    file = {"name": "IMG_2041.png", "mimeType": "image/png", "buffer": pixels.getvalue()}
    modal.locator("input[type=file]").set_input_files(file)
    modal.get_by_label("Titel").fill("IMG_2041")
    modal.get_by_label("Beskrivning").fill(description)
    modal.get_by_role("button", name="Ladda upp").click()
    expect(modal).to_have_count(0)


@pytest.mark.parametrize("description", ["", "Sex stolar runt ett bord"])
def test_alternative_text_is_the_description_and_never_the_files_name(page, description):
    with page.expect_navigation():
        page.get_by_role("link", name="Ny lektion i Funktion").click()
    page.get_by_role("button", name="Lägg till ett block").last.click()
    page.get_by_role("option", name="Bild", exact=True).click()
    upload(page, description=description)
    alternative = page.get_by_role("textbox", name="Alternativtext")
    expect(page.locator("[data-chooser-title]", has_text="IMG_2041").last).to_be_attached()
    expect(alternative).to_have_value(description)
