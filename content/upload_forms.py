"""The forms behind every way to upload in the CMS: one file, several, from a chooser, a new file in
place of an old (settings WAGTAILDOCS_DOCUMENT_FORM_BASE, WAGTAILIMAGES_IMAGE_FORM_BASE)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .office_files import RefusedError
from .uploads import check_document, check_image, safe_name


def _checked(data: Any, check: Callable[[UploadedFile], None]) -> Any:
    """An uploaded file under a safe name, or a refusal on the field. Empty files are left to the
    field."""
    if isinstance(data, UploadedFile) and data.size:
        data.name = safe_name(data.name or "")
        try:
            check(data)
        except RefusedError as refused:
            raise ValidationError(str(refused), code="refused") from refused
        data.seek(0)
    return data


class DocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> Any:
        return _checked(super().to_python(data), check_document)


class ImageField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        """Checked first: Wagtail reads pixels before it counts them and fails on a broken image."""
        return super().to_python(_checked(data, check_image))


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, DocumentField)

    def _post_clean(self) -> None:
        """A refused file has its sentence; the model would add that no file has no extension."""
        if "file" not in self.errors:
            super()._post_clean()


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, ImageField)


def _replace_file_field(form: Any, field_class: Callable[..., Any]) -> None:
    """Not declared in the class: the forms of titles alone have no file."""
    if field := form.fields.get("file"):
        form.fields["file"] = field_class(
            label=field.label, required=field.required, widget=field.widget
        )
