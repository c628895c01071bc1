"""The CMS speaks Swedish: what Wagtail leaves untranslated stands in site/locale, and no page that
our roles reach holds anything else in English."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from gettext import GNUTranslations
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import trans_real

from content.models import (
    AccessibilityStatementPage,
    FamilyPage,
    InfoPage,
    LawReference,
)
from content.wagtail_hooks import Registers
from courses.models import CoursePage, FormerEditionPage, HomePage, LessonPage, ModulePage
from people.models import MissingWorkplace, WorkplaceType
from quizzes.models import QuizPage

from .wagtail_messages import script_messages, server_messages

LOCALE = Path(__file__).resolve().parents[2] / "site/locale/sv/LC_MESSAGES"
NOT_HERE = re.compile(
    r"(?i)\btokens?\b|translat|^Re(voke|voked)$|^last used( at)?$|revoke|revoked at|^Never$"
)
"""What this site has not got: tokens of the API, and pages in several languages."""
WORDS = re.compile(r"[A-Za-z]{3}")


def swedish(domain):
    found = trans_real.DjangoTranslation("sv", domain=domain)
    return {
        key[0] if isinstance(key, tuple) else key
        for catalogue in found._catalog._catalogs
        for key in catalogue
    }


def without_swedish(messages, *, domain):
    words = {text for text in messages if WORDS.search(re.sub(r"%\(\w+\)s", "", text))}
    return sorted(text for text in words - swedish(domain) if not NOT_HERE.search(text))


def test_all_that_the_server_says_is_translated():
    assert without_swedish(server_messages(), domain="django") == []


def test_all_that_the_scripts_say_is_translated():
    messages = script_messages()
    assert len(messages) > 50
    assert without_swedish(messages, domain="djangojs") == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_that_of_the_source(domain):
    source = (LOCALE / f"{domain}.po").read_text(encoding="utf-8")
    told = re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', source, re.MULTILINE)
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        compiled = GNUTranslations(file)._catalog
    assert sorted(text.replace('\\"', '"') for text in told) == sorted(
        text for key, text in compiled.items() if key
    )


PLACES = {
    "start": lambda: "/cms/",
    "explorer": lambda: f"/cms/pages/{module().pk}/",
    "search": lambda: f"/cms/pages/{module().pk}/?q=v%C3%A4stbus",
    "order": lambda: f"/cms/pages/{module().pk}/?ordering=ord",
    "lesson": lambda: f"/cms/pages/{lesson().pk}/edit/",
    "module": lambda: f"/cms/pages/{module().pk}/edit/",
    "test": lambda: f"/cms/pages/{QuizPage.objects.first().pk}/edit/",
    "new": lambda: f"/cms/pages/add/courses/lessonpage/{module().pk}/",
    "kinds": lambda: f"/cms/pages/{HomePage.objects.get().pk}/add_subpage/",
    "history": lambda: f"/cms/pages/{lesson().pk}/history/",
    "usage": lambda: f"/cms/pages/{lesson().pk}/usage/",
    "move": lambda: f"/cms/pages/{lesson().pk}/move/",
    "copy": lambda: f"/cms/pages/{lesson().pk}/copy/",
    "delete": lambda: f"/cms/pages/{lesson().pk}/delete/",
    "unpublish": lambda: f"/cms/pages/{lesson().pk}/unpublish/",
    "in bulk": lambda: f"/cms/bulk/wagtailcore/page/delete/?id={lesson().pk}",
    "publish module": lambda: f"/cms/modul/{module().pk}/publicera/",
    "förtest": lambda: f"/cms/pages/{QuizPage.objects.get(kind='fortest').pk}/edit/",
    "former edition": lambda: f"/cms/pages/{FormerEditionPage.objects.first().pk}/edit/",
    "course": lambda: f"/cms/pages/{CoursePage.objects.get().pk}/edit/",
    "families": lambda: f"/cms/pages/{FamilyPage.objects.get().pk}/edit/",
    "information": lambda: f"/cms/pages/{InfoPage.objects.first().pk}/edit/",
    "statement": lambda: f"/cms/pages/{AccessibilityStatementPage.objects.get().pk}/edit/",
    "images": lambda: "/cms/images/",
    "new image": lambda: "/cms/images/add/",
    "documents": lambda: "/cms/documents/",
    "missing workplaces": lambda: "/cms/snippets/people/missingworkplace/",
    "missing workplace": lambda: f"/cms/snippets/people/missingworkplace/edit/{missing().pk}/",
    "workflows": lambda: "/cms/reports/workflow/",
    "tasks": lambda: "/cms/reports/workflow_tasks/",
    "site history": lambda: "/cms/reports/site-history/",
    "aging": lambda: "/cms/reports/aging-pages/",
    "account": lambda: "/cms/account/",
    "nowhere": lambda: "/cms/finns-inte/",
    "link to a page": lambda: f"/cms/choose-page/{ANY_LINK}",
    "link to a page below": lambda: f"/cms/choose-page/{module().pk}/{ANY_LINK}",
    "link to a page searched for": lambda: f"/cms/choose-page/search/{ANY_LINK}&q=sam",
    "page to move to": lambda: (
        "/cms/choose-page/?page_type=courses.modulepage&user_perms=move_to&multiple=1"
    ),
    "link out": lambda: f"/cms/choose-external-link/{ANY_LINK}",
    "link to an address": lambda: f"/cms/choose-email-link/{ANY_LINK}",
    "link to a telephone": lambda: f"/cms/choose-phone-link/{ANY_LINK}",
    "link within the page": lambda: f"/cms/choose-anchor-link/{ANY_LINK}",
}
ANSWERS = {"nowhere": 404}
ANY_LINK = (
    "?page_type=wagtailcore.page&allow_external_link=true&allow_email_link=true"
    "&allow_phone_link=true&allow_anchor_link=true&link_text="
)
"""What the text editor asks for when somebody presses Ctrl+K."""
REGISTERS = [view.model._meta.model_name for view in Registers.items]
OF_A_REGISTER = {
    "list": lambda register, row: f"/cms/snippets/content/{register}/",
    "new row": lambda register, row: f"/cms/snippets/content/{register}/add/",
    "row": lambda register, row: f"/cms/snippets/content/{register}/edit/{row}/",
    "row to read": lambda register, row: f"/cms/snippets/content/{register}/inspect/{row}/",
    "usage": lambda register, row: f"/cms/snippets/content/{register}/usage/{row}/",
    "history": lambda register, row: f"/cms/snippets/content/{register}/history/{row}/",
}
ENGLISH = re.compile(
    r"\b(the|and|with|your|this|page|pages|of|search|save|edit|actions?|select|results?|moderators?|"
    r"approval|submit|draft|settings|dashboard|promote|images?|supersedes|workplaces?|districts?|"
    r"types?|titles?|names?|values?|choose|add|delete|upload|items?|rows?|links?|labels?|numbers?|"
    r"codes?|dates?|from|valid|required|sections?|editions?|sources?|summary|columns?|steps?|"
    r"questions?|answers?|lessons?|true|false|none|address|subject|body|phone|email|root|admin)\b",
    re.IGNORECASE,
)
SAID = {"label", "description", "heading", "helpText", "help_text", "error_name", "_val"}
"""Where the editor's JSON holds what is read on the screen; its forms are strings of HTML."""


def module():
    return ModulePage.objects.get(slug="organisation")


def lesson():
    return LessonPage.objects.get(slug="vad-ar-vastbus")


def missing():
    kind = WorkplaceType.objects.first()
    return MissingWorkplace.objects.create(
        name="Solrosen", workplace_type=kind, reported_on="2026-11-01"
    )


def in_json(found, key=""):
    """What the editor's scripts are given to show."""
    if isinstance(found, dict):
        return [text for name, part in found.items() for text in in_json(part, name)]
    if isinstance(found, list):
        return [text for part in found for text in in_json(part, key)]
    if isinstance(found, str) and found.strip().startswith("<"):
        return told(found)
    return [found] if isinstance(found, str) and key in SAID else []


def html_of(response):
    """The page, or what the editor opens in a dialog."""
    if response["Content-Type"] == "application/json":
        return response.json()["html"]
    return response.content.decode()


def given_to_scripts(page):
    held = [script.string for script in page.select("script[type='application/json']")]
    for tag in page.find_all(True):
        held += [value for name, value in tag.attrs.items() if name.startswith("data-")]
    for data in held:
        # Some attributes hold a CSS selector in brackets.
        with suppress(json.JSONDecodeError):
            yield from in_json(json.loads(data))


def told(html):
    """The words of the page, those that are heard or hovered, and those its scripts show."""
    page = BeautifulSoup(html, "html.parser")
    given = list(given_to_scripts(page))
    for part in page(["script", "style", "template", "noscript", "svg", "code"]):
        part.decompose()
    for counter in page.select("[data-side-panel-toggle-counter]"):
        counter.decompose()  # Hidden until a script has put its number there.
    names = [
        tag[name]
        for tag in page.find_all(True)
        for name in ("title", "aria-label", "placeholder", "alt")
        if tag.get(name)
    ]
    buttons = [tag["value"] for tag in page.select("input[type=submit][value]")]
    return [unescape(text) for text in [*page.stripped_strings, *names, *buttons, *given]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["rut", "tora"])
def test_no_page_says_anything_in_english(client, course, request, who, place):
    client.force_login(request.getfixturevalue(who))
    response = client.get(PLACES[place]())
    if response.status_code == 302:
        assert who == "rut", "temagruppen reaches it all"
        return
    assert response.status_code == ANSWERS.get(place, 200)
    texts = told(html_of(response))
    assert texts
    assert [text for text in texts if ENGLISH.search(text)] == []


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("external", ["Adress", "Länktext"]),
        ("email", ["E-postadress", "Länktext", "Ämne", "Meddelande"]),
        ("phone", ["Telefonnummer", "Länktext"]),
        ("anchor", ["Stycke att länka till (dess id i sidans HTML)", "Länktext"]),
    ],
)
def test_the_fields_of_a_link_have_names_of_ours(client, tora, course, kind, labels):
    client.force_login(tora)
    response = client.get(f"/cms/choose-{kind}-link/{ANY_LINK}")
    page = BeautifulSoup(html_of(response), "html.parser")
    found = [label.get_text(strip=True).rstrip("*") for label in page.select("label")]
    assert found == labels


def test_links_within_a_page_are_not_offered(client, tora, course):
    """No text of ours has an id that they could lead to."""
    client.force_login(tora)
    page = BeautifulSoup(html_of(client.get(PLACES["link out"]())), "html.parser")
    kinds = page.select_one(".link-types").get_text().split("|")
    assert [kind.strip() for kind in kinds] == ["Sida här", "Annan webbplats", "E-post", "Telefon"]


def test_what_wagtail_says_in_bad_swedish_is_said_anew(client, tora, course):
    client.force_login(tora)
    usage = client.get(f"/cms/pages/{lesson().pk}/delete/").content.decode()
    assert "Hänvisningar hit: " in usage
    copy = {"new_title": "Ny", "new_slug": "ny", "copy_subpages": "on"}
    parent = module().get_parent().pk
    url = f"/cms/pages/{module().pk}/copy/"
    response = client.post(url, {**copy, "new_parent_page": parent}, follow=True)
    assert "är kopierad, med alla undersidor (" in unescape(response.content.decode())


@pytest.mark.parametrize("place", OF_A_REGISTER)
@pytest.mark.parametrize("register", REGISTERS)
def test_no_register_says_anything_in_english(client, tora, course, register, place):
    client.force_login(tora)
    (model,) = (view.model for view in Registers.items if view.model._meta.model_name == register)
    response = client.get(OF_A_REGISTER[place](register, model.objects.first().pk))
    assert response.status_code == 200
    texts = told(response.content.decode())
    assert texts
    assert [text for text in texts if ENGLISH.search(text)] == []


def test_what_the_editors_scripts_show_is_seen(client, tora, course):
    client.force_login(tora)
    texts = told(client.get(PLACES["lesson"]()).content.decode())
    assert {"Så möter du det här", "Bilden är dekorativ", "Ingress"} <= set(texts)
    assert any("Kryssa i ”dekorativ”" in text for text in texts)


@pytest.mark.parametrize(
    ("register", "sent"),
    [
        ("guidelineedition", {"code": "NY", "title": "Ny", "short_title": "Ny",
                              "valid_from": "2030-01-01", "valid_to": "2029-01-01"}),
        ("lawreference", {"code": "{}", "matter": "Ny", "reference": "1 §", "summary": "Ny",
                          "valid_from": "{}"}),
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_is_told_in_our_own_words(client, tora, course, register, sent):
    client.force_login(tora)
    law = LawReference.objects.first()
    same = {"code": law.code, "valid_from": law.valid_from}
    sent = {name: same[name] if value == "{}" else value for name, value in sent.items()}
    response = client.post(f"/cms/snippets/content/{register}/add/", sent)
    assert response.status_code == 200
    html = unescape(response.content.decode())
    assert "Begränsningen" not in html
    said = {
        "guidelineedition": "Slutdatumet måste ligga efter ”gäller från”.",
        "lawreference": f"”{law}” gäller också då. En kod har ett lagrum i taget.",
    }
    assert said[register] in html


def test_a_yes_or_no_of_a_register_is_a_word(client, tora, course):
    """A red cross would be an error, and nothing is wrong with what is not in the förtest."""
    client.force_login(tora)
    response = client.get("/cms/snippets/content/misconception/")
    cells = BeautifulSoup(response.content, "html.parser").select("main td")
    assert {"Ja", "Nej"} <= {cell.get_text(strip=True) for cell in cells}
    assert not [icon for cell in cells for icon in cell.select(".icon-cross")]


def test_the_menu_calls_people_by_their_names(client, rut, course):
    client.force_login(rut)
    html = client.get("/cms/").content.decode()
    menu = BeautifulSoup(html, "html.parser").select_one("#wagtail-sidebar-props").string
    assert f'"name": "{rut.get_short_name()}"' in menu
    assert rut.email not in menu


def test_the_name_is_ours(client, tora, course):
    client.force_login(tora)
    html = client.get("/cms/").content.decode()
    assert "<title>Redaktionens startsida - Västbus</title>" in " ".join(html.split())
    assert "Så gör du en ny lektion" in html


def test_no_guide_in_english_is_offered(client, tora, course):
    client.force_login(tora)
    html = client.get("/cms/").content.decode()
    assert "guide.wagtail.org" not in html
    assert "docs.wagtail.org" not in html
    assert "/cms/#sa-gor-du" in html
