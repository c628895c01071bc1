"""Addresses last: what results and links hang on stays, and an address that is left leads on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from content.models import AccessibilityStatementPage
from courses.models import CoursePage, FormerEditionPage, LessonPage, ModulePage
from courses.progress import progress_of
from quizzes.models import QuizPage

from . import learning

LESSON = "/utbildning/organisation/{}/"


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def publish(page, slug):
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return publish


def edited(client, page, **changes):
    """What the editor answers when somebody publishes the page with the changes."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = client.get(address).context["form"].initial
    form = {name: value for name, value in values.items() if isinstance(value, str)}
    empty = {"takeaways": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return client.post(address, form | empty | changes | {"action-publish": "1"})


def test_results_stay_since_a_published_module_keeps_its_address(client, tora, samira, course):
    module = course.modules[1]
    learning.read(samira, module)
    learning.take(samira, module)
    client.force_login(tora)
    page = ModulePage.objects.get(slug=module.slug)
    answer = edited(client, page, slug="funktionen", title="Skriven titel")
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"] == [
        f"Låt adressen vara ”{module.slug}”. När modulen har publicerats hänger medarbetarnas "
        "resultat och rapporterna på den."
    ]
    assert "Skriven titel" in answer.content.decode()
    page.refresh_from_db()
    assert page.slug == module.slug
    assert progress_of(samira).is_completed(module)


def test_a_module_that_was_never_published_may_have_another(client, tora, course):
    page = ModulePage(title="Ny modul", slug="ny-modul", short_title="Ny", live=False)
    CoursePage.objects.get().add_child(instance=page)
    client.force_login(tora)
    assert edited(client, page, slug="annan").status_code == 302
    page.refresh_from_db()
    assert page.slug == "annan"


@pytest.mark.parametrize(
    ("slug", "taken"),
    [
        ("vad-ar-vastbus", "kunskapstest"),
        ("vad-ar-vastbus", "sa-var-det-forut"),
        ("vad-ar-vastbus", "Kunskapstest"),
        ("for-familjer", "intyg"),
        ("personuppgifter", "Rapporter"),
    ],
)
def test_no_page_is_hidden_by_the_sites_own(course, slug, taken):
    page = Page.objects.get(slug=slug).specific
    page.slug = taken
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.message_dict == {
        "slug": ["Webbplatsen har en egen sida där. Välj en annan."]
    }


def test_an_address_is_never_empty(lesson):
    lesson.slug = "日本"
    with pytest.raises(ValidationError) as refused:
        lesson.full_clean()
    assert refused.value.message_dict == {"slug": ["Adressen behöver bokstäver a–z eller siffror."]}


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (CoursePage, "/utbildning/"),
        (FormerEditionPage, "/utbildning/organisation/sa-var-det-forut/"),
        (QuizPage, "/utbildning/organisation/kunskapstest/"),
        (AccessibilityStatementPage, "/tillganglighet/"),
    ],
)
def test_what_the_site_links_to_has_its_address_for_good(
    client, tora, samira, course, rename, kind, address
):
    page = next(page for page in kind.objects.live() if page.url.endswith(address))
    client.force_login(tora)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "slug" not in editor.context["form"].fields
    rename(page, "nagot-annat")
    client.force_login(samira)
    assert client.get(Page.objects.get(pk=page.pk).url).status_code == 200


def test_an_address_that_is_left_leads_on(client, rename, lesson):
    rename(lesson, "annan")
    answer = client.get(LESSON.format("vad-ar-vastbus"))
    assert (answer.status_code, answer["Location"]) == (301, LESSON.format("annan"))


def test_a_page_back_at_an_address_it_left_is_not_sent_round(client, rename, lesson):
    rename(lesson, "annan")
    rename(lesson, "vad-ar-vastbus")
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert client.get(LESSON.format("vad-ar-vastbus")).status_code in {404, 410}


def test_nor_is_one_that_was_moved_there_and_back(client, lesson, course):
    sip, organisation = (ModulePage.objects.get(slug=slug) for slug in ("sip", "organisation"))
    for module in (sip, organisation):
        LessonPage.objects.get(pk=lesson.pk).move(module, pos="last-child")
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert client.get(LESSON.format("vad-ar-vastbus")).status_code in {404, 410}
