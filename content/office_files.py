"""What a docx, pptx or xlsx must be: the kind its name says, without macros, DTD or a bomb.

The file is read part by part and never unpacked. Pure: no database, no settings.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MAIN_TYPE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
"""Extension → the content type of the part that the document begins with (ECMA-376 part 1)."""
CONTENT_TYPES = "[Content_Types].xml"
XML_PARTS = (".xml", ".rels", ".vml")
XML_TYPES = ("+xml", "/xml")
XML_STARTS = (b"<?", b"<!", "<?xml".encode("cp037"))
"""A DTD stands before the first element, so no other beginning can lead to one. The last is EBCDIC,
which some readers know by itself."""
BEFORE_XML = b"\xef\xbb\xbf\xfe\xff \t\r\n"
"""Byte order marks and white space."""
RUNS = ("macro", "vbaproject", "activex")
LINK_TYPES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}
"""What waits for a click. All else that lies outside the file is fetched when it is opened: a
template with its macros, an object, a picture that tells who reads."""
MOST_PARTS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
"""Bytes unpacked for each byte packed. Real documents stay under 30."""
PIECE = 256 * 1024
"""The most bytes of a part that are unpacked or read at a time."""
LONGEST_TAG = 4 * 1024 * 1024
"""Bytes. Expat before 2.6 reads a tag from its start again for every piece."""
DEEPEST = 1_000
"""Elements in one another. Each takes memory, and a hundred megabytes have room for millions."""
_BROKEN = (BadZipFile, ExpatError, zlib.error, EOFError, KeyError, LookupError, NotImplementedError,
           OSError, OverflowError, RuntimeError, ValueError)  # fmt: skip
"""What zipfile and expat raise on files that are not what they say."""


class RefusedError(Exception):
    """Why a file may not be uploaded: a Swedish sentence for the person who tried."""


def mismatch(extension: str) -> RefusedError:
    return RefusedError(
        f"Innehållet stämmer inte med filändelsen .{extension}, eller så är filen skadad eller "
        "skyddad med lösenord. Spara filen på nytt i programmet den gjordes i och försök igen."
    )


def check_office_file(file: IO[bytes], *, extension: str, size: int) -> None:
    """Raise RefusedError unless ``file``, ``size`` bytes long, is a document to trust."""
    if file.read(4) != b"PK\x03\x04":
        raise mismatch(extension)
    try:
        with ZipFile(file) as archive:
            _refuse_bomb(archive, size=size)
            _refuse_strange_parts(archive, extension)
            if not all(_is_as_long_as_told(archive, part) for part in archive.infolist()):
                raise mismatch(extension)
            types = _types_told(archive)
            _refuse_what_runs(archive, extension, types)
            for name in _xml_parts(archive, types):
                _read_xml(archive, name, _refuse_fetching)
    except _BROKEN as error:
        raise mismatch(extension) from error


def _refuse_bomb(archive: ZipFile, *, size: int) -> None:
    """By what the directory tells, which bounds the work of finding out whether it is true: parts
    that lie in the same bytes would be unpacked once for each."""
    parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or packed > size or unpacked > min(MOST_UNPACKED, MOST_RATIO * size):
        raise _too_large()


def _too_large() -> RefusedError:
    return RefusedError(
        "Filen blir för stor när den packas upp. Dela upp den eller gör bilderna i den mindre."
    )


def _refuse_strange_parts(archive: ZipFile, extension: str) -> None:
    names = [name.lower() for name in archive.namelist()]
    if (
        len(set(names)) < len(names)
        or any(name.startswith("/") or "\\" in name for name in names)
        or any(".." in PurePosixPath(name).parts for name in names)
        or any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in archive.infolist())
    ):
        raise mismatch(extension)


def _is_as_long_as_told(archive: ZipFile, part: ZipInfo) -> bool:
    """Whether the packed bytes make the part and nothing more. zipfile stops at the size that is
    told and never learns what others get."""
    if part.compress_type == ZIP_STORED:
        return part.compress_size == part.file_size
    as_it_lies = copy(part)
    as_it_lies.compress_type = ZIP_STORED
    as_it_lies.file_size = part.compress_size
    as_it_lies.CRC = None  # type: ignore[assignment]  # Not checked: it is that of the unpacked.
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    length = 0
    with archive.open(as_it_lies) as packed:
        while length <= part.file_size and not unpacker.eof:
            piece = unpacker.unconsumed_tail or packed.read(PIECE)
            unpacked = unpacker.decompress(piece, PIECE)
            if not piece and not unpacked:
                break
            length += len(unpacked)
        is_whole = unpacker.eof and not unpacker.unused_data and not packed.read(1)
    return is_whole and length == part.file_size


def _refuse_what_runs(archive: ZipFile, extension: str, types: set[tuple[str, str]]) -> None:
    kinds = {kind for _, kind in types}
    told = " ".join([*kinds, *archive.namelist()]).lower()
    if any(word in told for word in RUNS):
        raise RefusedError(
            "Filen innehåller makron eller annat som kan köras. "
            f"Spara den utan makron, som .{extension}, och försök igen."
        )
    if MAIN_TYPE[extension] not in kinds:
        raise mismatch(extension)


def _refuse_fetching(attributes: dict[str, str]) -> None:
    """Of a relationship (ECMA-376 part 2), wherever it stands. Without a mode it is internal."""
    is_outside = attributes.get("TargetMode", "Internal") != "Internal"
    if is_outside and attributes.get("Type") not in LINK_TYPES:
        raise RefusedError(
            "Filen hämtar något från en annan plats när den öppnas, till exempel en mall eller en "
            "länkad bild. Ta bort kopplingen eller spara filen som PDF, och försök igen."
        )


def _types_told(archive: ZipFile) -> set[tuple[str, str]]:
    """Each part (``/word/document.xml``) or ending (``.png``) that has a content type, and it."""
    types: set[tuple[str, str]] = set()

    def note_type(attributes: dict[str, str]) -> None:
        told_of = attributes.get("PartName") or "." + attributes.get("Extension", "")
        types.add((unquote(told_of).lower(), attributes.get("ContentType", "")))
        if len(types) > MOST_PARTS:
            raise _too_large()

    _read_xml(archive, CONTENT_TYPES, note_type)
    return types


def _xml_parts(archive: ZipFile, types: set[tuple[str, str]]) -> Iterator[str]:
    """What a reader could take for XML: by name, by any of its content types, or by its content."""
    told = {
        told_of
        for told_of, kind in types
        if kind.partition(";")[0].strip().lower().endswith(XML_TYPES)
    }
    for name in archive.namelist():
        path = f"/{name.lower()}"
        ending = f".{path.rpartition('.')[2]}"
        if path.endswith(XML_PARTS) or {path, ending} & told or _begins_as_xml(archive, name):
            yield name


def _begins_as_xml(archive: ZipFile, name: str) -> bool:
    start = b""
    with archive.open(name) as part:
        while len(start) < max(map(len, XML_STARTS)) and (piece := part.read(PIECE)):
            start = (start + piece.replace(b"\0", b"")).lstrip(BEFORE_XML)
    return start.startswith(XML_STARTS)


def _read_xml(
    archive: ZipFile, name: str, note: Callable[[dict[str, str]], None] = lambda _: None
) -> None:
    """The part must be XML without a DTD: one can make a reader fetch other files, or grow without
    end. ``note`` gets the attributes of every element."""
    depth = 0

    def begin(_: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise OverflowError
        note(attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse_dtd(*_: object) -> None:
        raise RefusedError(
            "Filen innehåller en dokumenttyp (DTD), som kan hämta andra filer. "
            "Spara den på nytt i programmet den gjordes i och försök igen."
        )

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse_dtd
    length = 0
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            parser.Parse(piece)
            length += len(piece)
            if length - parser.CurrentByteIndex > LONGEST_TAG:
                raise OverflowError
    parser.Parse(b"", True)
