from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.blocks import CharBlock, StructBlock, StructBlockValidationError
from wagtail.images.blocks import ImageBlock, ImageBlockAdapter

from .uploads import safe_name


class DescribedImageBlock(ImageBlock):
    """An image with an alternative text that somebody wrote. Wagtail proposes the image's title,
    which is the file's name until an editor changes it."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = "Bild"

    def clean(self, value: Any) -> Any:
        if value and not self.is_deferred_validation and not _is_seen(value.contextual_alt_text):
            value.contextual_alt_text = ""  # As nothing at all, which Wagtail refuses.
        image = super().clean(value)
        if self.is_deferred_validation or not image or image.decorative:
            return image
        if is_name_of_file(image.contextual_alt_text, image.filename):
            refusal = "Det här är filens namn. Skriv vad bilden visar, eller kryssa i dekorativ."
            raise StructBlockValidationError(block_errors={"alt_text": ValidationError(refusal)})
        return image


_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp)$", flags=re.IGNORECASE)


def _is_seen(text: str | None) -> bool:
    """Whether there is anything but white space and characters without a width."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text or "")


def is_name_of_file(text: str, filename: str) -> bool:
    """Whether a text is the name that the file was uploaded by, with or without its extension.

    Words with spaces are none, though the file may be named by the same words, unless there are
    figures among them as in a name that a program made.
    """
    text = text.strip()
    said = _EXTENSION.sub("", text)
    if said == text and " " in text and not re.search(r"[\d_]", text):
        return False
    # Where the name was taken, a file gets seven characters more.
    pattern = re.escape(Path(safe_name(f"{said}.x")).stem) + r"(?:_\w{7})?"
    return re.fullmatch(pattern, Path(safe_name(filename)).stem) is not None


class DescribedImageAdapter(ImageBlockAdapter):
    js_constructor = "content.pictures.DescribedImageBlock"

    @cached_property
    def media(self) -> forms.Media:
        inherited = super().media
        # One list, so that ours is loaded after the one that it extends.
        return forms.Media(js=[*inherited._js, "js/cms-pictures.js"], css=inherited._css)


register(DescribedImageAdapter(), DescribedImageBlock)


class PictureBlock(StructBlock):
    image = DescribedImageBlock(label="Bild")
    caption = CharBlock(max_length=250, required=False, label="Bildtext")

    class Meta:
        icon = "image"
        label = "Bild"
        label_format = "{caption}"
        description = (
            "En bild ur bildbiblioteket, med alternativtext för den som inte ser den. "
            "Kryssa i ”dekorativ” om bilden inte säger något, till exempel ett mönster."
        )
        preview_template = "blocks/picture_preview.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "image": None,
            "caption": "Bildtexten säger var och vad.",
        }
        template = "blocks/picture.html"
