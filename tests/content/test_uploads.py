"""What a file must be to come in: whatever its bytes, it is taken or refused."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.office_files import (
    DEEPEST,
    LONGEST_TAG,
    MOST_PARTS,
    PIECE,
    RefusedError,
    check_office_file,
)
from content.uploads import check_document, check_image, extension_of, safe_name
from tests.upload_samples import (
    GOOD_DOCUMENTS,
    HOSTILE,
    RELATIONSHIPS,
    RELATIONSHIPS_TYPE,
    WITH_MEDIA,
    XXE,
    default,
    forged,
    image,
    office,
    relationship,
    zipped,
)

NOISE = Random(3).randbytes(3 * PIECE)
PICTURE = "word/media/bild.png"


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


def stored(content):
    """The same parts, none of them packed."""
    with ZipFile(BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()}, ZIP_STORED)


class Stream(BytesIO):
    """What can not go back to write sizes in front of a part, so that they come behind it."""

    def seekable(self):
        return False


@pytest.mark.parametrize(
    "part", [b"", NOISE, bytes(9 * PIECE) + NOISE, NOISE + bytes(9 * PIECE), bytes(PIECE + 21)]
)
def test_a_part_of_any_length(part):
    """The last is packed so well that its end is read before its beginning has been handed out."""
    check(office("docx", parts={PICTURE: part, "word/media/brus.bin": NOISE}))


def test_a_document_with_an_image_and_a_font():
    check(office("docx", **WITH_MEDIA))
    check(stored(office("docx", **WITH_MEDIA)))


def test_a_document_that_was_written_as_a_stream():
    with ZipFile(BytesIO(office("docx", **WITH_MEDIA))) as archive:
        file = Stream()
        with ZipFile(file, "w", ZIP_DEFLATED) as copy:
            for name in archive.namelist():
                copy.writestr(name, archive.read(name))
    check(file.getvalue())


@pytest.mark.parametrize("method", ["packed", "stored"])
@pytest.mark.parametrize("places", [("directory",), ("directory", "header")])
@pytest.mark.parametrize("told", [0, 1, PIECE - 1, PIECE, len(NOISE) - 1, len(NOISE) + 1])
def test_a_part_that_is_not_as_long_as_told(method, places, told):
    content = office("docx", parts={PICTURE: NOISE})
    if method == "stored":
        content = stored(content)
    check(content)
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(forged(content, PICTURE, places=places, unpacked=told))


@pytest.mark.parametrize("change", [-1, 1])
@pytest.mark.parametrize("part", [NOISE, b"x" * 1000])
def test_a_part_that_does_not_end_where_it_should(part, change):
    content = office("docx", parts={PICTURE: part})
    with ZipFile(BytesIO(content)) as archive:
        packed = archive.getinfo(PICTURE).compress_size
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(forged(content, PICTURE, packed=packed + change))


def test_parts_that_lie_in_the_same_bytes():
    content = office("docx", parts={PICTURE: NOISE, "word/media/ny.png": NOISE})
    size = len(content)
    with pytest.raises(RefusedError, match="för stor"):
        check(forged(content, PICTURE, packed=size))


@pytest.mark.parametrize("name", ["storlek.docx", "summa.docx", "allt.docx"])
def test_a_bomb_is_never_unpacked_as_a_whole(name):
    content = dict(HOSTILE["zip bomb"])[name]
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
            check(content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * PIECE


class Counted(BytesIO):
    """Counts the bytes that are read."""

    count = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.count += len(piece)
        return piece


def test_what_is_longer_than_told_is_not_read_to_its_end():
    content = forged(office("docx", parts={PICTURE: NOISE}), PICTURE, unpacked=1)
    file = Counted(content)
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check_office_file(file, extension="docx", size=len(content))
    assert file.count < 2 * PIECE


SPACE = " \r\n\t" * PIECE


@pytest.mark.parametrize(
    "part",
    [
        XXE.encode(),
        XXE.encode("utf-8-sig"),
        XXE.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
        XXE.partition("?>")[2].encode(),
        SPACE.encode() + XXE.partition("?>")[2].encode(),
        (SPACE + XXE.partition("?>")[2]).encode("utf-16"),
        b"<!-- x -->" + XXE.partition("?>")[2].encode(),
    ],
)
@pytest.mark.parametrize("name", ["word/document.dat", "_rels/.relationer", "word/utan-slut"])
def test_a_dtd_in_a_part_that_is_named_as_something_else(name, part):
    with pytest.raises(RefusedError, match="DTD"):
        check(office("docx", parts={name: part, "word/media/brus.bin": NOISE}))


STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@pytest.mark.parametrize("name", ["word/_rels/document.xml.rels", "word/_rels/x.rel"])
@pytest.mark.parametrize("family", [RELATIONSHIPS, STRICT])
@pytest.mark.parametrize(
    "kind", ["attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath", "image"]
)
def test_a_document_that_fetches_something_when_it_is_opened(kind, family, name):
    """Also where only the content type says that a part tells of others."""
    told = default("rel", RELATIONSHIPS_TYPE)
    inside = relationship(kind, "media/x", "Internal", family)
    check(office("docx", parts={name: inside}, defaults=told))
    with pytest.raises(RefusedError, match="Filen hämtar något från en annan plats"):
        check(office("docx", parts={name: relationship(kind, family=family)}, defaults=told))


@pytest.mark.parametrize("target", ["file:///C:/mallar/brev.dotm", "\\\\dator\\mallar\\brev.dotm"])
def test_a_template_is_not_fetched_from_a_network_either(target):
    template = relationship("attachedTemplate", target)
    with pytest.raises(RefusedError, match="Filen hämtar något"):
        check(office("docx", parts={"word/_rels/settings.xml.rels": template}))


@pytest.mark.parametrize("family", [RELATIONSHIPS, STRICT])
def test_a_link_to_follow_fetches_nothing(family):
    link = relationship("hyperlink", "https://goteborg.se/", family=family)
    check(office("docx", parts={"word/_rels/document.xml.rels": link}))


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "cp037"])
def test_xml_in_an_encoding_that_can_not_be_looked_into(encoding):
    with pytest.raises(RefusedError):
        check(office("docx", parts={"word/document.dat": XXE.encode(encoding)}))


@pytest.mark.parametrize(
    "told",
    [
        default("dat", RELATIONSHIPS_TYPE),
        default("DAT", "text/xml"),
        default("dat", "Application/XML; charset=utf-8"),
        default("dat", "image/png") + default("dat", "text/xml"),
        '<Override PartName="/word/Min.dat" ContentType="application/xml"/>',
        '<Override PartName="/word/m%69n.dat" ContentType="application/xml"/>',
    ],
)
def test_a_part_that_is_told_to_be_xml_and_is_not(told):
    content = {"word/min.dat": "inte xml"}
    check(office("docx", parts=content, defaults=default("dat", "image/png")))
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(office("docx", parts=content, defaults=told))


def test_very_many_content_types():
    told = "".join(default(f"x{number}", "image/png") for number in range(MOST_PARTS))
    with pytest.raises(RefusedError, match="för stor"):
        check(office("docx", defaults=told, parts={PICTURE: NOISE}))


@pytest.mark.parametrize(
    "content",
    [
        "<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1),
        f'<a b="{"x" * 2 * LONGEST_TAG}"/>',
        f"<a><!--{'x' * 2 * LONGEST_TAG}--></a>",
    ],
    ids=["many levels", "long attribute", "long comment"],
)
def test_xml_that_takes_much_memory_or_very_long_to_read(content):
    with pytest.raises(RefusedError, match="Innehållet stämmer inte"):
        check(office("docx", main=content, parts={PICTURE: NOISE}))


def test_xml_with_long_tags_and_many_levels():
    attribute = f'<b c="{"x" * (LONGEST_TAG // 2)}"/>'
    levels = "<a>" * (DEEPEST - 1) + attribute + "</a>" * (DEEPEST - 1)
    check(office("docx", main=levels, parts={PICTURE: NOISE}))


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
