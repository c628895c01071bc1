"""Hostile files meet a real browser: what is refused has no address, and of what is taken in
nothing runs, whichever way it is opened."""

from __future__ import annotations

import pytest

from tests.upload_samples import HOSTILE, RAN, SCRIPT, image

from .learner import Learner

pytestmark = pytest.mark.browser

BY_NAME = {name: content for files in HOSTILE.values() for name, content in files}
PLAIN = {name: content for name, content in BY_NAME.items() if not set(name) & set("/\r\n")}
"""Those whose names a file on a disk can have."""
PDF_AND_PAGE = f"%PDF-1.4\n<!doctype html><script>{SCRIPT}</script>\n%%EOF".encode()
IMAGE_AND_PAGE = image("PNG") + f"<!doctype html><script>{SCRIPT}</script>".encode()
AS_SCRIPT = """address => new Promise(done => {
  const script = document.createElement("script");
  script.onload = () => done("loaded");
  script.onerror = () => done("refused");
  script.src = address;
  document.head.append(script);
})"""


@pytest.fixture
def editor(browser, server):
    """A page of a redaktör. What a file says when it runs is in ``said``, errors in ``failed``."""
    context = browser.new_context(base_url=server.url, locale="sv-SE", accept_downloads=True)
    context.set_default_timeout(60_000)
    said, failed = [], []
    context.on("console", lambda message: said.append(message.text))
    context.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    context.on("response", lambda reply: failed.append(reply.url) if reply.status >= 500 else 0)
    Learner(context).become("redaktor")
    page = context.new_page()
    page.said, page.failed = said, failed
    yield page
    context.close()


def ran(page):
    assert page.failed == []
    return [text for text in page.said if RAN in text]


def payload(name, content):
    return {"name": name, "mimeType": "text/html", "buffer": content}


def taken_in(page, kind, name, content):
    """The answer to a file uploaded among several, for its key."""
    page.goto(f"/cms/{kind}/multiple/add/")
    choices = page.locator("select[name=collection] option").evaluate_all(
        "all => all.map(one => one.value)"
    )
    (token,) = [one["value"] for one in page.context.cookies() if one["name"] == "csrftoken"]
    fields = {"title": name, "files[]": payload(name, content)}
    if choices:
        fields["collection"] = choices[-1]
    reply = page.request.post(
        f"/cms/{kind}/multiple/add/", multipart=fields, headers={"X-CSRFToken": token}
    )
    return reply.json()


@pytest.mark.parametrize("kind", ["documents", "images"])
def test_each_hostile_file_is_refused_on_the_page_and_has_no_address(editor, kind):
    editor.goto(f"/cms/{kind}/multiple/add/")
    editor.locator("input[type=file]").set_input_files(
        [payload(name, content) for name, content in PLAIN.items()]
    )
    handled = "#upload-list > :is(.upload-failure, .upload-success, .upload-server-error)"
    editor.wait_for_function(
        "([rows, all]) => document.querySelectorAll(rows).length >= all", arg=[handled, len(PLAIN)]
    )
    assert editor.locator("#upload-list > .upload-failure").count() == len(PLAIN)
    for name in BY_NAME:
        plain = name.replace("\r\n", "").split("/")[-1]
        assert editor.goto(f"/media/documents/{plain}").status == 404, name
        for folder in ("/media/", "/media/original_images/", "/media/images/", "/dokument/1/"):
            assert editor.request.get(f"{folder}{plain}").status == 404, name
    assert ran(editor) == []


def test_a_document_that_is_also_a_page_is_saved_and_not_opened(editor):
    answer = taken_in(editor, "documents", "brev.html.pdf", PDF_AND_PAGE)
    address = f"/dokument/{answer['doc_id']}/brev-html.pdf"
    with editor.expect_download() as download, pytest.raises(Exception, match="ownload"):
        editor.goto(address)
    assert download.value.suggested_filename == "brev-html.pdf"
    editor.goto("/")
    assert editor.evaluate(AS_SCRIPT, address) == "refused"
    assert ran(editor) == []


def test_an_image_that_is_also_a_page_is_shown_as_an_image(editor):
    answer = taken_in(editor, "images", "bild.html.png", IMAGE_AND_PAGE)
    editor.goto(f"/cms/images/{answer['image_id']}/")
    shown = editor.locator("img[src^='/media/images/']").first
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    address = shown.get_attribute("src")
    original = editor.goto("/media/original_images/bild-html.png")
    assert original.status == 404
    assert editor.goto(address).headers["content-type"] == "image/png"
    editor.goto("/")
    assert editor.evaluate(AS_SCRIPT, address) == "refused"
    assert ran(editor) == []


def test_a_script_that_ran_would_be_heard(editor):
    """The ear itself: what the hostile files try, where nothing stops it."""
    editor.route("**/fritt", lambda route: route.fulfill(body=BY_NAME["sida.pdf"].decode(),
                                                         content_type="text/html"))  # fmt: skip
    editor.goto("/fritt")
    assert ran(editor) == [RAN, RAN]
