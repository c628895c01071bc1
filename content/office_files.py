"""What a docx, pptx or xlsx must be: the kind its name says, without macros, DTD or a bomb.

The file is read part by part and never unpacked. Pure: no database, no settings.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError

MAIN_TYPE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
"""Extension → the content type of the part that the document begins with (ECMA-376 part 1)."""
CONTENT_TYPES = "[Content_Types].xml"
XML_PARTS = (".xml", ".rels", ".vml")
RUNS = ("macro", "vbaproject", "activex")
MOST_PARTS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
"""Bytes unpacked for each byte packed. Real documents stay under 30."""
_BROKEN = (BadZipFile, ExpatError, ZlibError, EOFError, KeyError, LookupError, NotImplementedError,
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
            _refuse_what_runs(archive, extension)
            for name in archive.namelist():
                if name.lower().endswith(XML_PARTS):
                    _types_in(archive, name)
    except _BROKEN as error:
        raise mismatch(extension) from error


def _refuse_bomb(archive: ZipFile, *, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(MOST_UNPACKED, MOST_RATIO * size):
        raise RefusedError(
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


def _refuse_what_runs(archive: ZipFile, extension: str) -> None:
    types = _types_in(archive, CONTENT_TYPES)
    told = " ".join([*types, *archive.namelist()]).lower()
    if any(word in told for word in RUNS):
        raise RefusedError(
            "Filen innehåller makron eller annat som kan köras. "
            f"Spara den utan makron, som .{extension}, och försök igen."
        )
    if MAIN_TYPE[extension] not in types:
        raise mismatch(extension)


def _types_in(archive: ZipFile, name: str) -> set[str]:
    """The content types that the part tells, if any. The part must be XML without a DTD: one can
    make a reader fetch other files, or grow without end."""
    types: set[str] = set()

    def refuse_dtd(*_: object) -> None:
        raise RefusedError(
            "Filen innehåller en dokumenttyp (DTD), som kan hämta andra filer. "
            "Spara den på nytt i programmet den gjordes i och försök igen."
        )

    def note_type(_: str, attributes: dict[str, str]) -> None:
        types.add(attributes.get("ContentType", ""))

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_dtd
    if name == CONTENT_TYPES:
        parser.StartElementHandler = note_type
    with archive.open(name) as part:
        parser.ParseFile(part)
    return types
