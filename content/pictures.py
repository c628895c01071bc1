from __future__ import annotations

from typing import Any, ClassVar

from wagtail.blocks import CharBlock, StructBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(StructBlock):
    image = ImageBlock(label="Bild")
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
