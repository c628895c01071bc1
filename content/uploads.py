"""What may be uploaded: a file is what its name says, and nothing in it runs.

There is no virus scanner here; docs/drift.md tells where one belongs. Pure: no database.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from io import StringIO
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from PIL import Image, UnidentifiedImageError

from .office_files import MAIN_TYPE, RefusedError, check_office_file, mismatch

LONGEST_STEM = 60


def safe_name(name: str) -> str:
    """A name of plain letters, digits and hyphens, with one extension: no path, no line break,
    and no ``.php`` or ``.html`` in the middle that a careless server could go by."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    plain = slugify(stem.replace(".", "-"))[:LONGEST_STEM].strip("-_")
    return f"{plain or 'fil'}.{extension_of(name)}"


def extension_of(name: str) -> str:
    """In lower case, without the dot."""
    return name.rpartition(".")[2].lower()


def check_document(file: UploadedFile) -> None:
    """Raise RefusedError unless the content is what the extension says."""
    extension = _known_extension(file, _DOCUMENTS)
    file.seek(0)
    _DOCUMENTS[extension](file, extension)


def check_image(file: UploadedFile) -> None:
    """Raise RefusedError unless every pixel can be read, so that no page fails on it later.

    Only the decoder of the extension is tried, and pixels are counted before they are read.
    """
    extension = _known_extension(file, _IMAGES)
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGES[extension]]) as image:
            pixels = image.width * image.height * getattr(image, "n_frames", 1)
            if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise _too_many_pixels()
            image.load()
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise mismatch(extension) from error
    except RefusedError:
        raise
    except Exception as error:  # Each decoder of Pillow raises its own on a broken file.
        raise RefusedError(
            "Bilden är skadad och går inte att läsa. Spara den på nytt och försök igen."
        ) from error


def _known_extension(file: UploadedFile, known: Iterable[str]) -> str:
    extension = extension_of(file.name or "")
    if extension not in known:
        allowed = ", ".join(f".{name}" for name in sorted(known))
        raise RefusedError(f"Den här sortens fil går inte att ladda upp. Tillåtna är {allowed}.")
    return extension


def _too_many_pixels() -> RefusedError:
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return RefusedError(
        f"Bilden har för många bildpunkter, högst {most} miljoner. Gör den mindre och försök igen."
    )


def _check_pdf(file: IO[bytes], extension: str) -> None:
    if file.read(5) != b"%PDF-":
        raise mismatch(extension)


def _check_csv(file: IO[bytes], extension: str) -> None:
    """A table in UTF-8: at least two columns, and as many in every row."""
    try:
        text = file.read().decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") >= first.count(",") else ","
        rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        widths = {len(row) for row in rows if row}
    except (csv.Error, UnicodeDecodeError) as error:
        raise mismatch(extension) from error
    is_markup = text.lstrip().startswith("<")
    if len(widths) != 1 or widths == {1} or is_markup or "\0" in text:
        raise RefusedError(
            "Filen är inte en CSV-tabell. Den ska ha minst två kolumner, åtskilda med semikolon "
            "eller komma, och lika många i varje rad."
        )


def _check_office(file: IO[bytes], extension: str) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    check_office_file(file, extension=extension, size=size)


_DOCUMENTS: dict[str, Callable[[IO[bytes], str], None]] = {
    "csv": _check_csv,
    "pdf": _check_pdf,
    **dict.fromkeys(MAIN_TYPE, _check_office),
}
_IMAGES = {"jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
