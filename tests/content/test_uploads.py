"""What a file must be to come in: whatever its bytes, it is taken or refused."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.office_files import MOST_PARTS, RefusedError, check_office_file
from content.uploads import check_document, check_image, extension_of, safe_name
from tests.upload_samples import GOOD_DOCUMENTS, HOSTILE, image, office, zipped


def check(content, extension="docx"):
    check_office_file(BytesIO(content), extension=extension, size=len(content))


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_a_plain_office_file(kind):
    check(office(kind), kind)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_an_office_file_of_another_kind(kind):
    other = "pptx" if kind != "pptx" else "docx"
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(office(other), kind)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x.xml", "word/../../x.xml", "word\\x.xml", "WORD/DOCUMENT.XML"]
)
def test_a_part_with_a_strange_name(name):
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(office("docx", parts={name: "<x/>"}))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/activeX/activeX1.xml"])
def test_something_that_runs(part):
    with pytest.raises(RefusedError, match="makron"):
        check(office("docx", parts={part: "<x/>"}))


def test_an_archive_that_is_no_document():
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(zipped({"eicar.com": "x"}))


def test_an_archive_behind_something_else():
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(b"GIF89a" + office("docx"))


def test_very_many_parts():
    with pytest.raises(RefusedError, match="för stor"):
        check(office("docx", parts={f"word/{n}.bin": "" for n in range(MOST_PARTS)}))


def test_a_part_packed_in_an_unusual_way():
    file = BytesIO(office("docx"))
    with ZipFile(file, "a", ZIP_BZIP2) as archive:
        archive.writestr("word/extra.xml", "<x/>")
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(file.getvalue())


def test_a_part_that_is_not_xml():
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(office("docx", main="<document>"))


@pytest.mark.parametrize(
    "text",
    [
        "en enda kolumn\n1\n",
        "a;b\n1\n",
        "a;b\n1;2;3\n",
        "",
        "a;b\0\n1;2\n",
        "<a;b\n1;2\n",
        "å;b\n1;2\n".encode("latin-1"),
    ],
)
def test_a_csv_file_that_is_no_table(text):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RefusedError):
        check_document(SimpleUploadedFile("x.csv", content))


@pytest.mark.parametrize("what", HOSTILE)
def test_the_hostile_twelve(what):
    """Empty files are refused by the form's field, before the content is looked at."""
    for name, content in HOSTILE[what]:
        for look in (check_document, check_image):
            with pytest.raises(RefusedError):
                look(SimpleUploadedFile(name, content))


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_a_safe_name_is_plain_whatever_it_was(name):
    safe = safe_name(f"{name}.pdf")
    assert safe.isascii()
    assert safe.count(".") == 1
    assert not set("/\\\r\n\0%<>\"' ") & set(safe)
    assert extension_of(safe) == "pdf"
    assert len(safe) <= 64


@pytest.mark.parametrize("name", [name for name in GOOD_DOCUMENTS if "." in name])
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_document_is_taken_or_refused_but_never_fails(name, data):
    content = bytearray(GOOD_DOCUMENTS[name])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    content = bytes(content)[: data.draw(st.integers(1, len(content)))]
    with suppress(RefusedError):
        check_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_image_is_taken_or_refused_but_never_fails(kind, data):
    content = bytearray(image(kind))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(RefusedError):
        check_image(SimpleUploadedFile(f"x.{kind.lower()}", bytes(content)))
