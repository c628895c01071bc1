"""The certificate: for who is klar with every module in the edition it now teaches."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from content.models import GuidelineEdition
from courses.models import Completion

from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


def page(client):
    response = client.get("/intyg/")
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def done(course, samira):
    for module in course.modules:
        learning.read(samira, module)
        learning.take(samira, module)


def test_it_names_the_person_the_modules_and_the_edition(reader, course, done):
    html = page(reader)
    assert "<h1>Intyg</h1>" in html
    assert "Samira Ali" in html
    today = date_format(timezone.localdate())
    for module in course.modules:
        assert f"{module.number}. {module.title}</th><td>{today}" in html
    assert f"<b>Utfärdat</b> {today}" in html
    assert course.modules[0].edition_title in html


def test_it_can_be_printed_without_javascript(reader, done):
    html = page(reader)
    assert "data-print" in html
    assert "Skriv ut med webbläsarens egen utskrift" in html


def test_the_start_page_leads_to_it(reader, done):
    html = reader.get("/").content.decode()
    assert "Du är klar med alla moduler" in html
    assert 'href="/intyg/"' in html


def test_the_result_of_the_last_test_leads_to_it(reader, course, done, samira):
    attempt = learning.take(samira, course.modules[-1])
    address = f"{learning.start_url(course.modules[-1])}{attempt.pk}/"
    assert "Visa intyget" in reader.get(address).content.decode()


def test_with_a_module_left_it_says_which(reader, course, samira):
    for module in course.modules[:3]:
        learning.read(samira, module)
        learning.take(samira, module)
    html = page(reader)
    assert "<h1>Intyg</h1>" not in html
    assert html.count(": klar ") == 3
    assert f"{course.modules[3].title}: inte klar" in html


def test_sip_alone_is_not_enough(reader, course, samira):
    sip = course.by_slug["sip"]
    learning.read(samira, sip)
    learning.take(samira, sip)
    assert "<h1>Intyg</h1>" not in page(reader)


@pytest.mark.parametrize(
    "change",
    [
        {"edition": "OK2021"},
        {"test_passed": False},
    ],
    ids=["older edition", "test not passed"],
)
def test_every_module_counts_only_in_this_edition_and_with_its_test(reader, done, change):
    if code := change.get("edition"):
        change = {"edition": GuidelineEdition.objects.get(code=code)}
    Completion.objects.filter(module="sip").update(**change)
    html = page(reader)
    assert "<h1>Intyg</h1>" not in html
    assert "inte klar" in html


def test_one_persons_completions_are_no_others(client, done, bo):
    client.force_login(bo)
    html = page(client)
    assert "<h1>Intyg</h1>" not in html
    assert "Samira" not in html
