"""The CMS speaks Swedish: what Wagtail leaves untranslated stands in site/locale, and no page that
our roles reach holds anything else in English."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import trans_real

from courses.models import HomePage, LessonPage, ModulePage
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
    "register": lambda: "/cms/snippets/content/misconception/",
    "register row": lambda: "/cms/snippets/content/misconception/add/",
    "editions": lambda: "/cms/snippets/content/guidelineedition/",
    "images": lambda: "/cms/images/",
    "new image": lambda: "/cms/images/add/",
    "documents": lambda: "/cms/documents/",
    "missing workplaces": lambda: "/cms/snippets/people/missingworkplace/",
    "workflows": lambda: "/cms/reports/workflow/",
    "tasks": lambda: "/cms/reports/workflow_tasks/",
    "site history": lambda: "/cms/reports/site-history/",
    "aging": lambda: "/cms/reports/aging-pages/",
    "account": lambda: "/cms/account/",
}
ENGLISH = re.compile(
    r"\b(the|and|with|your|this|page|pages|of|search|save|edit|actions?|select|results?|moderators?|"
    r"approval|submit|draft|settings|dashboard|promote)\b",
    re.IGNORECASE,
)


def module():
    return ModulePage.objects.get(slug="organisation")


def lesson():
    return LessonPage.objects.get(slug="vad-ar-vastbus")


def told(html):
    """The words of the page, and those that are heard or hovered."""
    page = BeautifulSoup(html, "html.parser")
    for part in page(["script", "style", "template", "noscript", "svg", "code"]):
        part.decompose()
    names = [
        tag[name]
        for tag in page.find_all(True)
        for name in ("title", "aria-label", "placeholder", "alt")
        if tag.get(name)
    ]
    buttons = [tag["value"] for tag in page.select("input[type=submit][value]")]
    return [unescape(text) for text in [*page.stripped_strings, *names, *buttons]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["rut", "tora"])
def test_no_page_says_anything_in_english(client, course, request, who, place):
    client.force_login(request.getfixturevalue(who))
    response = client.get(PLACES[place]())
    if response.status_code == 302:
        assert who == "rut", "temagruppen reaches it all"
        return
    assert response.status_code == 200
    texts = told(response.content.decode())
    assert texts
    assert [text for text in texts if ENGLISH.search(text)] == []


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
