"""The learner's way from the start page to the certificate, by whichever hands."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .answer_key import Shown, shown_question
from .hands import Mouse


class Journey:
    def __init__(self, hands: Mouse, *, scripts: bool = True) -> None:
        self.hands = hands
        self.page: Page = hands.page
        self.scripts = scripts

    def begin(self) -> None:
        """From the start page to the person's own, with the notice read."""
        self.page.goto("/")
        self.press("Prova som medarbetare")
        expect(self.heading("Välkommen")).to_be_visible()
        self.press("Jag har läst")
        expect(self.heading("Sök din arbetsplats")).to_be_visible()

    def press(self, name: str) -> None:
        """The button that leads to another page."""
        self.hands.go(self.page.get_by_role("button", name=name))

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.hands.go(self.page.get_by_role("link", name=name, exact=exact).first)

    def heading(self, name: str):
        return self.page.get_by_role("heading", name=name)

    def find_workplace(self, word: str) -> None:
        self.hands.write(self.page.get_by_label("Vad heter din arbetsplats?"), word)
        self.press("Sök")
        self.hands.go(self.page.locator(".card h3 a").first)
        self.hands.write(self.page.get_by_label("Din befattning"), "Förskollärare")
        self.press("Ja, jag arbetar här")
        expect(self.heading("Hej")).to_be_visible()

    def describe_workplace(self) -> None:
        self.follow("Svara på tre frågor i stället")
        self.hands.tick(self.page.get_by_label("Göteborgs Stad"))
        self.page.get_by_label("Vilket område arbetar du i?").select_option("angered")
        self.page.get_by_label("Vilken verksamhet arbetar du i?").select_option("forskola")
        self.press("Spara")
        expect(self.heading("Hej")).to_be_visible()

    def open_module(self, number: int) -> None:
        """From the person's own page to the module's first unread lesson."""
        self.hands.go(self.page.locator(".module h3 a").nth(number - 1))
        self.follow("Börja med")

    def read_module(self) -> None:
        """From the module's first unread lesson to the module page, with every check answered."""
        while self.page.locator(".lesson-head").count():
            self.answer_check()
            self.hands.go(self.page.get_by_role("button", name="Klar –"))

    def answer_check(self) -> None:
        self.mark(shown_question(self.page.content()))
        self.hands.activate(self.page.get_by_role("button", name="Kontrollera svaret"))
        expect(self.page.locator(".check .feedback h2")).to_have_text("Det stämmer")
        self.focus_is_on_verdict()

    def mark(self, question: Shown, *, right: bool = True) -> None:
        for pick in question.right if right else question.wrong:
            self.hands.mark(pick)

    def take_test(self) -> None:
        """From the module page to the test's result, with every answer right."""
        self.follow("Gör kunskapstestet")
        self.press("Börja testet")
        while (question := shown_question(self.page.content())) is not None:
            self.mark(question)
            self.press("Svara")
            expect(self.page.locator(".feedback h2")).to_have_text("Det stämmer")
            self.focus_is_on_verdict()
            onward = self.page.get_by_role("link", name="Nästa fråga")
            self.hands.go(onward.or_(self.page.get_by_role("link", name="Visa resultatet")))
        expect(self.heading("Modulen är klar")).to_be_visible()

    def focus_is_on_verdict(self) -> None:
        """Scripts move it there; without them it begins at the top, as on any new page."""
        if self.scripts:
            expect(self.page.locator(".feedback h2")).to_be_focused()
