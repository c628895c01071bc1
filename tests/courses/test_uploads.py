"""Every door that takes a file in the CMS: good files come in, the twelve hostile ones leave
nothing behind."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from config.account import account
from content.uploads import _DOCUMENTS, _IMAGES
from tests.upload_samples import GOOD_DOCUMENTS, GOOD_IMAGES, HOSTILE, image, pdf, png, text_bomb

BY_NAME = {name: content for files in HOSTILE.values() for name, content in files}
FORM = "multipart/form-data; boundary=gr"
MODELS = {"documents": Document, "images": Image}
DOORS = [(kind, door) for kind in MODELS for door in ("add", "multiple", "chooser", "replace")]


@pytest.fixture
def editor(client, rut):
    client.raise_request_exception = False
    client.force_login(rut)
    return client


@pytest.fixture
def collection(course):
    return Collection.objects.get(name="Utbildning")


@pytest.fixture
def upload(editor, collection):
    """Uploads through a door; the answer as text. ``replace`` is a new file for an old document."""

    def send(kind, door, name, content, **fields):
        prefix = f"{kind.removesuffix('s')}-chooser-upload-" if door == "chooser" else ""
        field = "files[]" if door == "multiple" else f"{prefix}file"
        values = {"title": "Titel", "collection": collection.pk, **fields}
        data = multipart(
            {prefix + key: value for key, value in values.items()}, field, name, content
        )
        response = editor.generic("POST", address(kind, door, collection), data, FORM)
        assert response.status_code in (200, 302), response.status_code
        return answer(response)

    return send


@pytest.fixture
def save_account(editor, collection):
    """Saves the own settings in the CMS, with a file as profile picture."""

    def send(name, content, **values):
        theme = {"theme": "system", "density": "default", "contrast": "system", **values}
        values = {f"theme-{key}": value for key, value in theme.items()}
        data = multipart(values, "avatar-avatar", name, content)
        return editor.generic("POST", "/cms/account/", data, FORM)

    return send


def multipart(values, field, name, content):
    """A form with a file. Its name is sent so that it can hold anything (RFC 5987)."""
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
        for key, value in values.items()
    ]
    head = f"Content-Disposition: form-data; name=\"{field}\"; filename*=UTF-8''{quote(name)}"
    parts.append(head.encode() + b"\r\nContent-Type: application/pdf\r\n\r\n" + content)
    return b"".join(b"--gr\r\n" + part + b"\r\n" for part in parts) + b"--gr--\r\n"


def address(kind, door, collection):
    if door == "replace":
        there = MODELS[kind].objects.first() or old(kind, collection)
        page = "edit/" if kind == "documents" else ""
        return f"/cms/{kind}/{page}{there.pk}/"
    return {
        "add": f"/cms/{kind}/add/",
        "multiple": f"/cms/{kind}/multiple/add/",
        "chooser": f"/cms/{kind}/chooser/create/",
    }[door]


def old(kind, collection):
    content = pdf("gammal") if kind == "documents" else image(colour="red")
    name = "gammal.pdf" if kind == "documents" else "gammal.png"
    return MODELS[kind].objects.create(
        title="Gammal", file=SimpleUploadedFile(name, content), collection=collection
    )


def answer(response):
    """What the answer tells the editor, whether it is a page or JSON with a page in it."""
    text = response.content.decode()
    if response["Content-Type"].startswith("application/json"):
        return "\n".join(str(value) for value in json.loads(text).values())
    return text


def stored(settings):
    """Path → content of every file but what we make ourselves, to show on a page."""
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*")
            if path.is_file() and path.parent != root / "images"}  # fmt: skip


@pytest.mark.parametrize(("kind", "door"), DOORS)
def test_a_hostile_file_leaves_nothing_behind(upload, collection, settings, kind, door):
    if door == "replace":
        old(kind, collection)
    before = stored(settings)
    rows = list(MODELS[kind].objects.values_list("pk", "file"))
    for name, content in BY_NAME.items():
        upload(kind, door, name, content)
        assert stored(settings) == before, name
        assert list(MODELS[kind].objects.values_list("pk", "file")) == rows, name
        assert not UploadedFile.objects.exists(), name


@pytest.mark.parametrize(("kind", "door"), DOORS)
def test_good_files_come_in(upload, settings, kind, door):
    for name, content in (GOOD_DOCUMENTS if kind == "documents" else GOOD_IMAGES).items():
        upload(kind, door, name, content)
        saved = MODELS[kind].objects.latest("pk")
        assert saved.file.read() == content, name
        assert saved.file_size == len(content)


@pytest.mark.parametrize("door", ["add", "multiple", "chooser", "replace"])
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Årsrapport för 2025.pdf", "arsrapport-for-2025.pdf"),
        ("brev.php.pdf", "brev-php.pdf"),
        ("..%2f..%2fbrev.PDF", "2f-2fbrev.pdf"),
        ("../../brev.pdf", "brev.pdf"),
        ("brev\r\nSet-Cookie: x=1.pdf", "brevset-cookie-x1.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("….pdf", "fil.pdf"),
        ("a" * 300 + ".pdf", "a" * 60 + ".pdf"),
    ],
)
def test_a_file_is_kept_under_a_plain_name(upload, door, name, kept):
    upload("documents", door, name, pdf())
    assert Document.objects.latest("pk").filename == kept


REFUSALS = {
    "documents": [
        ("bild.svg", "Den här sortens fil går inte att ladda upp. Tillåtna är .csv, .docx, .pdf"),
        ("sida.pdf", "Innehållet stämmer inte med filändelsen .pdf"),
        ("brev.docx", "Filen innehåller en dokumenttyp (DTD)"),
        ("bomb.docx", "Filen blir för stor när den packas upp"),
        ("makro.xlsx", "Filen innehåller makron"),
        ("mall.docx", "Filen hämtar något från en annan plats när den öppnas"),
        ("eicar.csv", "Filen är inte en CSV-tabell"),
        ("tom.pdf", "filen är tom"),
    ],
    "images": [
        ("bild.svg", "Den här sortens fil går inte att ladda upp. Tillåtna är .jpeg, .jpg, .png"),
        ("bild.gif", "Den här sortens fil går inte att ladda upp."),
        ("gif.jpg", "Innehållet stämmer inte med filändelsen .jpg"),
        ("stor.png", "Bilden har för många bildpunkter, högst 25 miljoner"),
        ("ram.png", "Bilden har för många bildpunkter, högst 25 miljoner"),
    ],
}


@pytest.mark.parametrize("door", ["add", "multiple", "chooser"])
@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [(kind, *refusal) for kind, refusals in REFUSALS.items() for refusal in refusals],
)
def test_a_refusal_is_one_sentence_in_swedish(upload, kind, door, name, sentence):
    text = upload(kind, door, name, BY_NAME[name])
    assert sentence in text
    assert "Filändelsen" not in text


@pytest.mark.parametrize("door", ["add", "multiple", "chooser", "replace"])
@pytest.mark.parametrize(
    "content",
    [image()[:-30], png(10, 10), text_bomb(), image()[:20], image("JPEG", (400, 300))[:900]],
    ids=["end missing", "no pixels", "text bomb", "head only", "broken JPEG"],
)
def test_a_broken_image_is_refused_before_a_page_fails_on_it(upload, settings, door, content):
    name = "bild.jpg" if content.startswith(b"\xff\xd8") else "bild.png"
    text = upload("images", door, name, content)
    assert "Bilden är skadad" in text
    assert Image.objects.count() == (door == "replace")


def test_a_document_that_is_too_large(upload, settings):
    text = upload("documents", "add", "brev.pdf", pdf("x" * settings.WAGTAILDOCS_MAX_UPLOAD_SIZE))
    assert "för stor" in text
    assert not Document.objects.exists()


def test_an_image_that_is_too_large(upload, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50
    assert "för stor" in upload("images", "add", "bild.png", image())
    assert not Image.objects.exists()


def test_a_file_waits_for_a_title_only_when_it_is_good(upload, settings):
    """Several at once: a file whose other fields are wrong is kept until they are right."""
    upload("documents", "multiple", "sida.pdf", BY_NAME["sida.pdf"], title="x" * 300)
    assert not UploadedFile.objects.exists()
    upload("documents", "multiple", "brev.pdf", pdf(), title="x" * 300)
    assert UploadedFile.objects.get().file.name.endswith("brev.pdf")
    assert not Document.objects.exists()


def test_an_editor_uploads_to_no_other_collection(upload, settings):
    root = Collection.get_first_root_node()
    upload("documents", "add", "brev.pdf", pdf(), collection=root.pk)
    assert not Document.objects.exists()
    assert stored(settings) == {}


def test_what_can_be_uploaded_is_said_once(settings):
    assert sorted(_DOCUMENTS) == settings.WAGTAILDOCS_EXTENSIONS
    assert sorted(_IMAGES) == settings.WAGTAILIMAGES_EXTENSIONS
    assert not {"svg", "gif"} & set(_IMAGES)


def test_no_profile_picture_is_taken(save_account, rut, settings):
    for name, content in {**BY_NAME, **GOOD_IMAGES}.items():
        response = save_account(name, content)
        assert response.status_code == 302, name
        assert stored(settings) == {}, name
        assert not UserProfile.get_for_user(rut).avatar, name


def test_own_settings_are_saved_without_a_name(save_account, rut):
    response = save_account("bild.png", image(), theme="dark")
    assert response["Location"] == "/cms/account/"
    assert UserProfile.objects.get(user=rut).theme == "dark"


@pytest.mark.parametrize("who", ["rut", "tora"])
def test_own_settings_ask_for_no_file(client, course, request, who):
    client.force_login(request.getfixturevalue(who))
    response = client.get("/cms/account/")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("select[name=theme-theme]")
    assert not page.select("input[type=file], [name^=avatar], [name^=name_email]")
    assert "no-store" in response["Cache-Control"]


def test_own_settings_have_one_address():
    assert reverse("wagtailadmin_account") == "/cms/account/"
    assert resolve("/cms/account/").func is account
