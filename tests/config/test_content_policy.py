"""Every answer carries a policy for content: strict for readers, as strict as Wagtail works with
in the CMS (docs/beslut/0010)."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
import wagtail
from bs4 import BeautifulSoup
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from wagtail.admin.widgets import (
    AdminDateInput,
    AdminDateTimeInput,
    AdminPageChooser,
    AdminTimeInput,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from config.content_policy import PERMISSIONS, ContentPolicyMiddleware
from content.models import GuidelineEdition

pytestmark = pytest.mark.django_db

HEADER = "Content-Security-Policy"
READERS = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}


PREVIEW = READERS - {"frame-ancestors 'none'"} | {"frame-ancestors 'self'"}
EDITORS = PREVIEW - {"img-src 'self' data:"} | {
    "img-src 'self' data: blob:",
    "frame-src 'self'",
    "style-src-elem 'self' 'unsafe-inline'",
}


def policy(response) -> set[str]:
    return set(response[HEADER].split("; "))


def assert_readers(response, *, status: int) -> None:
    assert response.status_code == status
    assert policy(response) == READERS
    assert response["Permissions-Policy"] == PERMISSIONS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/logga-in/", 200),
        ("/status/redo", 200),
        ("/intyg/", 302),
        ("/logga-in", 301),
        ("/prova/medarbetare/", 405),
        ("/finns-inte/", 404),
        ("/dokument/999/x.pdf", 404),
        ("/static/finns-inte.js", 404),
    ],
)
def test_readers(client, path, status):
    assert_readers(client.get(path), status=status)


def test_refusals():
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    form = "application/x-www-form-urlencoded"
    assert_readers(client.post("/logga-in/", {"email": "a@b.example"}), status=403)
    assert_readers(client.post("/logga-in/", "a" * 2_000_000, content_type=form), status=413)
    many = "&".join(f"x{number}=1" for number in range(1_001))
    assert_readers(Client().post("/logga-in/", many, content_type=form), status=400)


def test_fault(monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("config.status.HttpResponse", fail)
    assert_readers(Client(raise_request_exception=False).get("/status/igang"), status=500)


def test_not_ready(client, monkeypatch):
    monkeypatch.setattr(
        "config.status.MigrationExecutor.migration_plan", lambda self, targets: [("x", False)]
    )
    assert_readers(client.get("/status/redo"), status=503)


def test_a_host_that_is_not_ours_is_refused_before_all_else():
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert_readers(Client().get("/", HTTP_HOST="evil.example"), status=400)


def test_other_headers(client):
    response = client.get("/logga-in/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_view_says_otherwise_by_decorator():
    request = RequestFactory().get("/")
    view = csp_replace({"sandbox": "", "script-src": None})(lambda request: HttpResponse())
    answered = policy(ContentPolicyMiddleware(view)(request))
    assert answered == READERS - {"script-src 'self'"} | {"sandbox"}


def test_editors(client):
    assert policy(client.get("/cms/")) == EDITORS


def test_preview():
    request = RequestFactory().get("/utbildning/")
    request.is_preview = True
    assert policy(ContentPolicyMiddleware(lambda request: HttpResponse())(request)) == PREVIEW


def test_static_files_are_no_pages_and_are_never_guessed_at(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    (tmp_path / "ikon.svg").write_text("<svg/>")
    response = Client().get("/static/ikon.svg")
    assert response.status_code == 200
    assert HEADER not in response
    assert response["X-Content-Type-Options"] == "nosniff"


# What of Wagtail has been replaced, as it was when we did so. When a digest differs after an
# upgrade: read what Wagtail changed, mend ours by it, then note the new digest.
REPLACED = {
    "admin/templates/wagtailadmin/widgets/date_input.html": "2557f7a4fd543d7c",
    "admin/templates/wagtailadmin/widgets/datetime_input.html": "479d8ddeaa73d2fd",
    "admin/templates/wagtailadmin/widgets/time_input.html": "536917c544a13563",
}
RENDERED_CHOOSER = "d8ea923b50c18780"
# Inline scripts that no page of ours comes to; the crawl in tests/browser/test_csp.py would tell.
UNUSED = {
    "admin/templates/wagtailadmin/panels/inline_panel.html",
    "admin/templates/wagtailadmin/panels/multiple_chooser_panel.html",
    "contrib/search_promotions/templates/wagtailsearchpromotions/add.html",
    "contrib/search_promotions/templates/wagtailsearchpromotions/edit.html",
}
WAGTAIL = Path(wagtail.__file__).parent
CMS_SCRIPT = Path(__file__).parents[2] / "site/static/js/cms.js"
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json|text/x-|text/template))|\son[a-z]+=\""
)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", REPLACED)
def test_the_template_we_replaced_is_as_it_was(name):
    assert digest((WAGTAIL / name).read_text()) == REPLACED[name]


def test_the_method_we_replaced_is_as_it_was():
    source = (WAGTAIL / "admin/widgets/chooser.py").read_text()
    method = source[
        source.index("    def render(self") : source.index("    @property\n    def base_js")
    ]
    assert digest(method) == RENDERED_CHOOSER


@pytest.mark.parametrize(
    ("widget", "start"),
    [
        (AdminDateInput(), "initDateChooser"),
        (AdminTimeInput(), "initTimeChooser"),
        (AdminDateTimeInput(), "initDateTimeChooser"),
        (AdminPageChooser(), "PageChooser"),
        (AdminSnippetChooser(GuidelineEdition), "SnippetChooser"),
    ],
)
def test_a_widget_starts_from_data(widget, start):
    page = BeautifulSoup(widget.render("one", None, {"id": "id_one"}), "html.parser")
    assert page.find("script") is None
    told = page.select_one("template[data-controller=start]")
    assert told["data-start-name-value"] == start
    assert told["data-start-id-value"] == page.find("input")["id"] == "id_one"
    assert isinstance(json.loads(told["data-start-options-value"]), dict)
    assert f'"{start}"' in CMS_SCRIPT.read_text()


def test_no_other_template_of_wagtail_has_an_inline_script():
    known = set(REPLACED) | UNUSED
    assert {
        path.relative_to(WAGTAIL).as_posix()
        for path in WAGTAIL.rglob("templates/**/*.html")
        if INLINE.search(path.read_text())
    } == known
