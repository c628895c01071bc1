"""What was uploaded, from outside: documents for who may read them, images as we made them, and
nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from courses.models import LessonPage
from tests.upload_samples import SVG, image, pdf

NOTHING_RUNS = "default-src 'none'; sandbox"


@pytest.fixture
def collection(course):
    return Collection.objects.get(name="Utbildning")


@pytest.fixture
def behind_login(course):
    return Collection.objects.get(name="Dokument för inloggade")


def document(collection, name="brev.pdf", content=None):
    return Document.objects.create(
        title="Brev", collection=collection, file=SimpleUploadedFile(name, content or pdf())
    )


@pytest.fixture
def shown(collection):
    """An image as a page shows it."""
    file = SimpleUploadedFile("foto.png", image("PNG"))
    return Image.objects.create(title="Foto", collection=collection, file=file).get_rendition(
        "width-20"
    )


def body(response):
    return b"".join(response.streaming_content)


def test_anybody_reads_a_document_that_an_open_page_links_to(client, collection):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    link = f'<p><a linktype="document" id="{document(collection).pk}">Brev</a></p>'
    lesson.body = [("text", link)]
    lesson.save_revision().publish()
    page = client.get("/utbildning/organisation/vad-ar-vastbus/").content.decode()
    address = Document.objects.get().url
    assert f'<a href="{address}">Brev</a>' in page
    assert body(client.get(address)) == pdf()


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("brev.pdf", "application/pdf"),
        ("brev.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("tal.csv", "text/csv"),
    ],
)
def test_a_document_is_saved_and_never_opened(client, collection, name, content_type):
    response = client.get(document(collection, name).url)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == NOTHING_RUNS
    assert response["Cache-Control"] == "private, no-cache"


def test_a_document_for_those_logged_in(client, behind_login, samira):
    address = document(behind_login).url
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/logga-in/?next={address}"
    client.force_login(samira)
    assert body(client.get(address)) == pdf()


def test_a_document_for_a_group_is_refused_to_others_who_are_logged_in(client, samira, rut):
    """Not sent to the log-in, which would send them back."""
    closed = Collection.get_first_root_node().add_child(name="Temagruppen")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(rut.groups.all())
    address = document(closed).url
    assert client.get(address).status_code == 302
    client.force_login(samira)
    assert client.get(address).status_code == 403
    client.force_login(rut)
    assert client.get(address).status_code == 200


def test_both_groups_put_documents_behind_the_log_in_but_no_images(client, rut, tora):
    for person in (rut, tora):
        client.force_login(person)
        assert "Dokument för inloggade" in client.get("/cms/documents/add/").content.decode()
        assert "Dokument för inloggade" not in client.get("/cms/images/add/").content.decode()


@pytest.mark.parametrize("path", ["0/brev.pdf", "1/annat.pdf", "1/", "1/../brev.pdf", "x/brev.pdf"])
def test_a_document_has_one_address(client, collection, path):
    document(collection)
    assert client.get(f"/dokument/{path}").status_code == 404


def test_a_document_whose_file_is_gone(client, collection):
    lost = document(collection)
    Path(lost.file.path).unlink()
    assert client.get(lost.url).status_code == 404


def test_a_document_is_only_read(client, collection):
    assert client.post(document(collection).url).status_code == 405


def test_an_image_is_served_as_it_is_shown(client, shown):
    response = client.get(shown.url)
    assert body(response) == Path(shown.file.path).read_bytes()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == NOTHING_RUNS
    assert response["Cache-Control"] == "public, max-age=3600"
    again = client.get(shown.url, headers={"If-Modified-Since": response["Last-Modified"]})
    assert again.status_code == 304


def test_what_was_uploaded_is_never_served_itself(client, collection, shown, rut):
    kept = document(collection)
    client.force_login(rut)
    for file in (kept.file, shown.image.file):
        assert Path(file.path).exists()
        assert client.get(file.url).status_code == 404
        for way in ("..%2f", "../", "%2e%2e/", "..\\"):
            assert client.get(f"/media/images/{way}{file.name}").status_code in (301, 404)


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.png.html", "x", ".htaccess"])
def test_nothing_but_images_is_served_from_their_folder(client, shown, name):
    beside = Path(shown.file.path).with_name(name)
    beside.write_bytes(SVG)
    assert client.get(f"/media/images/{name}").status_code == 404


def test_links_to_documents_lead_to_our_own_view():
    assert reverse("wagtaildocs_serve", args=[1, "brev.pdf"]) == "/dokument/1/brev.pdf"
