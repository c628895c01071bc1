"""The walk of an editor who has read only what stands on the screen: from the start page to a
published lesson with a myth and a check, that a reader answers.

`SCREENSHOTS=docs/bilder/redaktion bin/test tests/browser/test_editor_walk.py` keeps what the editor
sees on the way, for docs/redaktion.md.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
AUTOSAVED = 20_000
"""Milliseconds within which what is written is saved by itself."""
ACTS = 45
"""Fields written, and things pressed or chosen, in fifteen minutes: twenty seconds for each."""


class Editor:
    """Does only what the help on the screen says, by the names that stand there. Counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.acts += 1

    def follow(self, target: Locator) -> None:
        with self.page.expect_navigation():
            self.press(target)

    def write(self, within: Locator, label: str, text: str) -> None:
        within.get_by_role("textbox", name=label).fill(text)
        self.acts += 1

    def choose(self, within: Locator, label: str, option: str) -> None:
        field = within.get_by_role("combobox", name=label)
        field.select_option(field.locator("option", has_text=option).get_attribute("value"))
        self.acts += 1

    def add(self, kind: str) -> Locator:
        """A new block last in the lesson."""
        self.press(self.page.get_by_role("button", name="Lägg till ett block").last)
        self.press(self.page.get_by_role("option", name=kind, exact=True))
        return self.page.get_by_role("region", name=kind, exact=True).last

    def picture(self, name: str) -> None:
        if SCREENSHOTS:
            folder = Path(SCREENSHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png")


@pytest.fixture
def editor(visit):
    page = visit()
    page.goto("/")
    editor = Editor(page)
    editor.follow(page.get_by_role("button", name="Prova som redaktör"))
    return editor


def begin_a_lesson(editor):
    page = editor.page
    editor.picture("1-start")
    editor.follow(page.get_by_role("link", name="Ny lektion i Funktion"))
    main = page.get_by_role("main")
    editor.picture("2-ny-lektion")
    editor.write(main, "Titel", "Ring först, kalla sedan")
    editor.write(main, "Mål", "Du kan säga varför ett samtal kommer före kallelsen.")
    editor.write(main, "Ingress", "Ett samtal i tid gör mötet kortare.")


def tell(editor):
    page = editor.page
    editor.press(page.get_by_role("button", name="Lägg till ett block").last)
    editor.picture("3-slag-av-innehall")
    editor.press(page.get_by_role("option", name="Text", exact=True))
    expect(page.locator("[contenteditable]:focus")).to_be_visible()
    page.keyboard.type("Ring den du vill ha med. Berätta vad du ser, och fråga vad de ser.")
    editor.acts += 2
    myth = editor.add("Missuppfattning")
    editor.choose(myth, "Missuppfattning", "M03")
    editor.write(myth, "Många tror", "Vi tar till Västbus först när allt annat är prövat.")
    editor.write(myth, "Så är det", "Ett tidigt möte kan räcka långt.")
    editor.write(myth, "Varför", "Ju tidigare ni pratar, desto mindre har hunnit växa.")
    editor.picture("4-missuppfattning")


def ask(editor):
    check = editor.add("En rätt")
    editor.write(check, "Fråga", "Vad gör du först?")
    right, wrong = check.get_by_role("region", name="Alternativ").all()
    editor.write(right, "Svarsalternativ", "Jag ringer dem jag vill ha med")
    editor.press(right.get_by_role("checkbox", name="Rätt svar"))
    editor.write(right, "Återkoppling", "Samtalet gör att alla kommer förberedda.")
    editor.write(wrong, "Svarsalternativ", "Jag väntar tills allt annat är prövat")
    editor.write(wrong, "Återkoppling", "Då har mycket hunnit växa.")
    editor.choose(wrong, "Visar missuppfattningen", "M03")
    editor.picture("5-fraga")


def tell_the_source(editor):
    editor.press(editor.page.get_by_role("tab", name="Källa och granskning"))
    main = editor.page.get_by_role("main")
    editor.choose(main, "Avsnitt i riktlinjerna", "2.")
    editor.write(main, "Källa", "Sammanfattning av avsnittet om funktion")
    editor.picture("6-kalla")


def look(editor):
    """In telephone and computer, as a reader and with the key. By now it is saved by itself."""
    page = editor.page
    expect(page.get_by_text("Sparat", exact=True)).to_be_visible(timeout=AUTOSAVED)
    editor.press(page.get_by_role("button", name="Växla förhandsgranskning"))
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("heading", name="Ring först, kalla sedan")).to_be_visible()
    expect(shown.get_by_role("button", name="Kontrollera svaret")).to_be_visible()
    expect(shown.get_by_text("Då har mycket hunnit växa.")).to_have_count(0)
    editor.picture("7-som-deltagare")
    page.get_by_role("combobox", name="Förhandsgranskningsläge").select_option(label="Med facit")
    expect(shown.get_by_text("Då har mycket hunnit växa.")).to_be_visible()
    editor.picture("8-med-facit")
    page.get_by_role("radio", name="Förhandsgranska i desktopstorlek").check(force=True)
    expect(shown.get_by_role("heading", name="Ring först, kalla sedan")).to_be_visible()
    editor.acts += 2


def save(editor):
    editor.follow(editor.page.get_by_role("button", name="Spara utkast", exact=True))
    expect(editor.page.locator(".messages .success")).to_be_visible()


def publish(editor):
    page = editor.page
    page.goto("/cms/")
    editor.picture("9-att-publicera")
    editor.follow(page.get_by_role("link", name="Publicera modulen … Funktion"))
    editor.press(page.get_by_role("radio", name="Redaktionell"))
    editor.write(page.get_by_role("main"), "Vad är ändrat?", "En ny lektion om att ringa först.")
    editor.picture("10-publicera-modulen")
    editor.follow(page.get_by_role("button", name="Publicera modulen"))
    expect(page.locator(".messages .success")).to_contain_text("är publicerad som version")


def read_it(page):
    page.goto("/utbildning/funktion/ring-forst-kalla-sedan/")
    expect(page.get_by_role("heading", name="Ring först, kalla sedan")).to_be_visible()
    expect(page.get_by_text("Ett tidigt möte kan räcka långt.")).to_be_visible()
    page.get_by_role("radio", name="Jag väntar tills allt annat är prövat").check()
    page.get_by_role("button", name="Kontrollera svaret").click()
    expect(page.locator(".feedback h2")).to_have_text("Inte riktigt")
    expect(page.get_by_text("Då har mycket hunnit växa.")).to_be_visible()


REMOVE = """
from courses.models import LessonPage
LessonPage.objects.filter(slug="ring-forst-kalla-sedan").delete()
"""


@pytest.fixture
def _removed(server, editor):
    """Other files read the same site, and know how many lessons it has."""
    yield
    editor.page.close()  # It saves by itself, and would miss what is removed now.
    server.manage("shell", "-v0", "-c", REMOVE)


@pytest.mark.usefixtures("_removed")
def test_from_the_start_page_to_a_lesson_that_is_read(editor, visit):
    begin_a_lesson(editor)
    tell(editor)
    ask(editor)
    tell_the_source(editor)
    look(editor)
    save(editor)
    publish(editor)
    assert editor.acts <= ACTS
    reader = visit(390)
    read_it(reader)
    if SCREENSHOTS:
        reader.screenshot(path=Path(SCREENSHOTS) / "11-lektionen-i-telefonen.png")
