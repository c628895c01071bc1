"""What the editor of a lesson is given: sensible proposals, tabs, an address that works, pictures
with words, and copies that stand on their own legs."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.pictures import PictureBlock
from courses.models import CoursePage, LessonPage, ModulePage
from courses.rendering import current_outline
from quizzes.models import QuizPage

from .test_editing import form


@pytest.fixture
def editor(client, tora):
    client.force_login(tora)
    return client


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


@pytest.fixture
def picture(db):
    return get_image_model().objects.create(title="Ett bord", file=get_test_image_file())


def initial(response):
    return response.context["form"].initial


def test_a_new_lesson_proposes_its_origin(editor, organisation_page):
    today = timezone.localdate()
    address = reverse(
        "wagtailadmin_pages:add", args=["courses", "lessonpage", organisation_page.pk]
    )
    proposed = initial(editor.get(address))
    lesson = LessonPage.objects.first()
    assert proposed["edition"] == lesson.edition_id
    assert proposed["reviewed_on"] == today
    assert proposed["review_due"] == today + timedelta(days=365)


def test_an_older_lesson_keeps_its_origin(editor, lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(reviewed_on="2024-02-01")
    assert str(initial(editor.get(f"/cms/pages/{lesson.pk}/edit/"))["reviewed_on"]) == "2024-02-01"


def test_the_editor_has_help_and_tabs(editor, lesson):
    html = unescape(editor.get(f"/cms/pages/{lesson.pk}/edit/").content.decode())
    assert "Så skriver du en lektion" in html
    for tab in ("Innehåll", "Källa och granskning", "För vissa läsare", "Adress"):
        assert tab in html
    assert "go_live_at" in html
    assert "Växla kommentarer" in html


def test_an_address_with_swedish_letters_is_one_that_is_found(editor, lesson, client):
    sent = {**form(lesson, []), "title": "Öppna dörren åt någon", "slug": "öppna-dörren-åt-någon"}
    parent = lesson.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", parent.pk])
    editor.post(address, {**sent, "action-publish": "1"})
    new = LessonPage.objects.get(title="Öppna dörren åt någon")
    assert new.slug == "oppna-dorren-at-nagon"
    assert client.get(f"/utbildning/organisation/{new.slug}/").status_code == 200


def test_no_page_can_be_made_private(editor, lesson):
    address = reverse("wagtailadmin_pages:set_privacy", args=[lesson.pk])
    editor.post(address, {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()
    assert "set-privacy" not in editor.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()


def test_the_pages_of_a_module_are_listed_in_their_order(editor, organisation_page, organisation):
    html = unescape(editor.get(f"/cms/pages/{organisation_page.pk}/").content.decode())
    places = [html.index(f">{lesson.title}<") if f">{lesson.title}<" in html
              else html.index(lesson.title) for lesson in organisation.lessons]  # fmt: skip
    assert places == sorted(places)


def raw(picture, **said):
    value = {"image": picture.pk, "alt_text": "", "decorative": False, **said}
    return {"type": "picture", "value": {"image": value, "caption": "Ett runt bord"}}


def publish_with(lesson, block):
    lesson.body = [block]
    lesson.save_revision().publish()
    return next(one for one in current_outline().modules[0].lessons if one.slug == lesson.slug)


def test_a_picture_is_shown_in_sizes_with_its_words(lesson, picture):
    html = publish_with(lesson, raw(picture, alt_text="Sex stolar")).segments[0].html
    assert 'alt="Sex stolar"' in html
    assert 'loading="lazy"' in html
    assert 'type="image/avif"' in html
    assert 'type="image/webp"' in html
    assert "width=" in html
    assert "<figcaption" in html
    assert "style=" not in html


def test_a_decorative_picture_says_nothing(lesson, picture):
    html = publish_with(lesson, raw(picture, decorative=True)).segments[0].html
    assert 'alt=""' in html


def test_a_lesson_whose_picture_is_gone_is_still_read(lesson, picture, client, monkeypatch):
    publish_with(lesson, raw(picture, alt_text="Sex stolar"))
    picture.delete()
    monkeypatch.setattr("courses.rendering._held", None)
    html = client.get(lesson.url)
    assert html.status_code == 200
    assert "Sex stolar" not in html.content.decode()


def checked(picture, *, draft, **said):
    block = PictureBlock()
    clean = block.clean_deferred if draft else block.clean
    try:
        clean(block.to_python(raw(picture, **said)["value"]))
    except StructBlockValidationError as error:
        return error.as_json_data()["blockErrors"]["image"]["blockErrors"]["alt_text"]["messages"]
    return []


def test_a_picture_needs_words_or_to_be_called_decorative(picture):
    said = "Skriv en alternativtext, eller kryssa i att bilden är dekorativ."
    assert checked(picture, draft=False) == [said]
    assert checked(picture, draft=False, alt_text="Sex stolar") == []
    assert checked(picture, draft=False, decorative=True) == []


def test_a_draft_may_wait_for_the_words(picture):
    assert checked(picture, draft=True) == []
    assert checked(picture, draft=True, alt_text=picture.filename) == []


@pytest.mark.parametrize(
    "said", ["IMG_2041", "img_2041", "IMG_2041.jpg", " IMG_2041.JPEG ", "img_2041.png"]
)
@pytest.mark.parametrize("stored", ["IMG_2041.jpg", "img_2041.jpg", "img_2041_x7Yz1Ab.jpg"])
def test_the_name_of_the_file_is_no_alternative_text(picture, monkeypatch, said, stored):
    monkeypatch.setattr(type(picture), "filename", stored)
    refusal = "Det här är filens namn. Skriv vad bilden visar, eller kryssa i dekorativ."
    assert checked(picture, draft=False, alt_text=said) == [refusal]
    assert checked(picture, draft=False, alt_text=f"Bild {said}") == []
    assert checked(picture, draft=False, alt_text=said, decorative=True) == []


def test_the_editor_of_a_picture_is_ours(editor, lesson):
    html = unescape(editor.get(f"/cms/pages/{lesson.pk}/edit/").content.decode())
    assert "content.pictures.DescribedImageBlock" in html
    assert html.index("js/image-block.js") < html.index("js/cms-pictures.js")


@pytest.fixture
def course_page(course):
    """Without its förtest, so that there is room for a new one."""
    QuizPage.objects.get(kind=QuizPage.Kind.PRE).delete()
    return CoursePage.objects.get()


def begun(client, parent, **said):
    """What the CMS answers to a new test saved as a draft, with what its form proposes."""
    address = reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", parent.pk])
    form = client.get(address).context["form"]
    sent = {
        "title": "Nytt prov", "slug": "nytt-prov", "intro": "", "questions": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        **{name: form.initial[name] for name in ("draw", "pass_mark")}, **said,
    }  # fmt: skip
    return client.post(address, nested_form_data(sent))


STATEMENT = {"misconception": "M01", "wording_a": "Bara tunga ärenden", "wording_b": "",
             "answer": "", "feedback": "", "lesson": "", "origin": {
                 "edition": "", "section": "", "source": "", "reviewed_on": "", "review_due": ""},
             }  # fmt: skip


def test_a_new_fortest_is_saved_as_a_draft_right_away(client, rut, course_page):
    client.force_login(rut)
    begun(client, course_page, questions=streamfield([("statement", STATEMENT)]))
    new = QuizPage.objects.child_of(course_page).get(slug="fortest")
    assert new.kind == QuizPage.Kind.PRE
    assert not new.live
    assert [child.block_type for child in new.questions] == ["statement"]


def test_a_new_test_of_a_module_is_a_kunskapstest(client, rut, organisation_page):
    QuizPage.objects.child_of(organisation_page).get().delete()
    client.force_login(rut)
    begun(client, organisation_page, kind="fortest")
    assert QuizPage.objects.child_of(organisation_page).get().kind == QuizPage.Kind.FINAL


def test_the_kind_of_a_test_is_told_and_not_asked(editor, organisation_page):
    page = QuizPage.objects.child_of(organisation_page).get()
    response = editor.get(f"/cms/pages/{page.pk}/edit/")
    assert "kind" not in response.context["form"].fields
    assert "Kunskapstest" in response.content.decode().split("panel-child-regler-child-kind", 1)[1]


@pytest.mark.parametrize(("mode", "keyed"), [("", False), ("facit", True)])
@pytest.mark.parametrize("model", [LessonPage, QuizPage])
def test_a_preview_as_reader_and_with_key(editor, course, rf, tora, model, mode, keyed):
    page = model.objects.first()
    names = dict(page.preview_modes)
    assert names == {"": "Som deltagare", "facit": "Med facit"}
    request = rf.get("/")
    request.user, request.session, request.is_preview = tora, editor.session, True
    html = page.serve_preview(request, mode).content.decode()
    assert ("Facit" in html) is keyed
    assert ('class="answer right"' in html) is keyed
    assert "<fieldset" in html if model is LessonPage or not keyed else True


def test_a_copied_module_leads_to_its_own_lessons(editor, organisation_page):
    address = reverse("wagtailadmin_pages:copy", args=[organisation_page.pk])
    sent = {"new_title": "Kopia", "new_slug": "kopia", "copy_subpages": "on",
            "new_parent_page": organisation_page.get_parent().pk}  # fmt: skip
    assert editor.post(address, sent).status_code == 302
    copy = ModulePage.objects.get(slug="kopia")
    own = set(LessonPage.objects.child_of(copy).values_list("pk", flat=True))
    quiz = QuizPage.objects.child_of(copy).get().get_latest_revision_as_object()
    led = {child.value["lesson"].pk for child in quiz.questions}
    assert led
    assert led <= own
    original = QuizPage.objects.child_of(organisation_page).get()
    assert not {child.value["lesson"].pk for child in original.questions} & own
