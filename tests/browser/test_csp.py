"""Nothing on any page breaks the policy for content, outside the CMS or in it, for any role.

Every context listens for violations (conftest); here every page is opened, and in the CMS
everything that opens, starts or loads something is used.
"""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .acts import log_in
from .conftest import Watch
from .crawl import crawl, kind_of
from .learner import MODULES, Learner

pytestmark = [pytest.mark.browser, pytest.mark.looks]

AT_MOST = 250


def opened_as(page: Page, *starts: str) -> set[str]:
    return crawl(page, starts, at_most=AT_MOST, look=open_everything)


PANELS = "[data-panel-toggle][aria-expanded=false]"


def press_all(page: Page, what: str) -> None:
    page.locator(what).evaluate_all("all => all.forEach(one => one.click())")


def open_everything(page: Page) -> None:
    """In the CMS: every panel, menu, side panel and date picker of the page."""
    if "/cms/" not in page.url:
        return
    for what in (PANELS, "[data-w-dropdown-target=toggle]", "[data-side-panel-toggle]"):
        press_all(page, what)
    for start in page.locator("template[data-start-name-value^=init]").all():
        field = page.locator(f"#{start.get_attribute('data-start-id-value')}")
        field.evaluate("one => $(one).datetimepicker('show').datetimepicker('hide')")


def test_anonymous(visit):
    opened = crawl(visit(), ["/"], at_most=AT_MOST, kind=lambda address: address)
    assert len([path for path in opened if path.count("/") == 4]) > 20, opened


def test_medarbetare(visit):
    page = visit()
    learner = Learner(page.context)
    learner.become_learner()
    learner.complete(*MODULES)
    opened = opened_as(page, "/")
    assert {"intyg/?", "mina-uppgifter/?", "min-arbetsplats/?"} <= opened


def test_nosam(visit):
    page = visit()
    Learner(page.context).become("nosam")
    assert {"rapporter/?", "rapporter/<slug:district>/?"} <= opened_as(page, "/")


BOTH_SEE = (
    "/cms/",
    "/cms/account/",
    "/cms/documents/",
    "/cms/images/",
    "/cms/pages/1/",
    "/cms/pages/1/delete/",
    "/cms/pages/1/edit/",
    "/cms/pages/1/history/",
    "/cms/pages/1/move/",
    "/cms/pages/1/revisions/compare/earliest...latest/",
    "/cms/pages/1/usage/",
    "/cms/reports/aging-pages/",
    "/cms/reports/site-history/",
    "/cms/snippets/content/guidelineedition/",
)
TEMAGRUPPEN_SEES = (
    "/cms/snippets/content/guidelineedition/edit/1/",
    "/cms/snippets/content/guidelineedition/history/1/",
    "/cms/modul/1/publicera/",
    "/rapporter/",
)


@pytest.mark.parametrize(
    ("role", "sees"), [("redaktion", BOTH_SEE), ("temagrupp", BOTH_SEE + TEMAGRUPPEN_SEES)]
)
def test_editors(visit, server, draft, role, sees):
    address = f"{role}@exempel.example"
    server.manage("grant", address, "--role", role)
    page = visit()
    log_in(page, server, address)
    own = ("delete", "move", "history", "revisions/compare/earliest...latest")
    starts = [f"/cms/pages/{draft}/{view}/" for view in own]
    opened = opened_as(page, "/", "/cms/", *starts)
    expected = {kind_of(address) for address in sees}
    assert opened >= expected, expected - opened


COPIED = """
from courses.models import LessonPage
lesson = LessonPage.objects.get(slug="tidigt-inte-sist")
copy = lesson.copy(update_attrs={"slug": "innehallspolicy"}, keep_live=False)
copy.title = "En annan rubrik"
copy.save_revision(clean=False)
print(copy.pk)
"""
REMOVED = """
from courses.models import LessonPage
LessonPage.objects.get(slug="innehallspolicy").delete()
"""


@pytest.fixture
def editor(visit):
    page = visit()
    Learner(page.context).become("redaktor")
    return page


@pytest.fixture
def draft(server, editor):
    """The number of a lesson with two revisions, which nobody has read."""
    yield server.manage("shell", "-v0", "-c", COPIED).strip()
    editor.close()  # It saves by itself, and would miss what is removed now.
    server.manage("shell", "-v0", "-c", REMOVED)


TYPES = """
from wagtail.models import Page
pages = {page.content_type_id: page.pk for page in Page.objects.filter(depth__gt=1)}
print(*pages.values())
"""


def test_the_editor_of_every_type_of_page(editor, server):
    numbers = server.manage("shell", "-v0", "-c", TYPES).split()
    assert len(numbers) >= 9
    for number in numbers:
        editor.goto(f"/cms/pages/{number}/edit/")
        open_everything(editor)
        assert_previewed(editor)


def assert_previewed(page: Page) -> None:
    """The side panel shows the page as readers will meet it, and for each size of screen."""
    toggle = page.locator("[data-side-panel-toggle=preview]")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    shown = page.frame_locator("#w-preview-iframe").locator("main h1").first
    expect(shown).to_be_visible()
    for size in page.locator("[data-device-width]").all():
        size.evaluate("one => one.click()")
        expect(shown).to_be_visible()


def test_every_block_is_previewed_and_added(editor, draft):
    editor.goto(f"/cms/pages/{draft}/edit/")
    adder = editor.locator("[data-contentpath=body] .c-sf-add-button[aria-expanded]").last
    options = editor.locator(".w-combobox__option")
    adder.click()
    names = options.all_inner_texts()
    assert len(names) >= 12
    for number in range(len(names)):
        if number:
            adder.click()
        editor.locator(".w-combobox__option-preview").nth(number).click()
        expect(editor.frame_locator(".w-combobox-preview__iframe").locator("main")).to_be_visible()
        options.nth(number).click()


def test_rich_text_with_a_link(editor, draft):
    editor.goto(f"/cms/pages/{draft}/edit/")
    press_all(editor, PANELS)
    text = editor.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    text.press("Control+a")
    text.press("Control+b")
    text.press("Control+k")
    dialog = editor.locator(".modal")
    for kind in ("Annan webbplats", "E-post", "Sida här"):
        dialog.get_by_role("link", name=kind).click()
        expect(dialog.get_by_role("link", name=kind)).to_have_count(0)
    dialog.locator("a.choose-page").first.click()
    expect(dialog).to_have_count(0)


def test_a_date_is_picked_and_a_row_is_chosen(editor):
    editor.goto("/cms/snippets/content/guidelineedition/add/")
    date = editor.get_by_role("textbox", name="Gäller från")
    date.click()
    editor.locator("td.xdsoft_today:visible").click()
    expect(date).not_to_have_value("")
    editor.locator("#id_supersedes-chooser [data-chooser-action-choose]:visible").click()
    editor.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(editor.locator("#id_supersedes-chooser [data-chooser-title]")).not_to_be_empty()


def test_an_image_is_uploaded_and_tagged(editor, server):
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    picture = {"name": "innehallspolicy.png", "mimeType": "image/png", "buffer": data.getvalue()}
    editor.goto("/cms/images/multiple/add/")
    editor.locator("input[type=file]").set_input_files(picture)
    tags = editor.locator("#upload-list .tagit-new input")
    tags.fill("innehallspolicy")
    tags.press("Enter")
    editor.get_by_role("button", name="Uppdatera").click()
    expect(tags).to_have_count(0)
    editor.goto("/cms/images/")
    editor.get_by_role("link", name="innehallspolicy").first.click()
    editor.locator(".tagit-new input").press_sequentially("inneh")
    expect(editor.locator(".ui-autocomplete li")).to_have_text("innehallspolicy")
    server.manage("shell", "-v0", "-c", NO_IMAGE)


NO_IMAGE = """
from wagtail.images import get_image_model
get_image_model().objects.filter(file__contains="innehallspolicy").delete()
"""

BREAKS = {
    "script-src-elem": "<script>console.error('kördes')</script>",
    "script-src-attr": "<img src='data:,' onerror='console.error(`kördes`)' alt=''>",
    "style-src-attr": "<p style='color: red'>Text</p>",
    "img-src": "<img src='https://exempel.example/bild.png' alt=''>",
    "frame-src": "<iframe src='https://exempel.example/' title='Ram'></iframe>",
}
LAST = list(BREAKS)[-1]


def spoil(route):
    reply = route.fetch()
    body = reply.text().replace("</body>", "".join(BREAKS.values()) + "</body>")
    route.fulfill(response=reply, body=body)


@pytest.mark.parametrize(
    ("address", "spoiled"),
    [
        ("/utbildning/", "**/utbildning/"),
        ("/cms/reports/site-history/", "**/cms/reports/site-history/"),
        ("/cms/pages/{draft}/edit/", "**/edit/preview/?*"),
    ],
)
def test_a_violation_would_be_seen(browser, server, draft, address, spoiled):
    context = browser.new_context(base_url=server.url)
    watch = Watch(server.url, css=True)
    watch.over(context)
    Learner(context).become("redaktor")
    page = context.new_page()
    page.route(spoiled, spoil)
    with page.expect_console_message(lambda message: f"bröts: {LAST}" in message.text):
        page.goto(address.format(draft=draft))
        press_all(page, "[data-side-panel-toggle=preview]")
    told = "\n".join(watch.problems)
    assert [directive for directive in BREAKS if f"bröts: {directive} " not in told] == []
    assert "kördes" not in told
    context.close()
