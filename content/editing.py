"""What the pages of the site have in common for those who write them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.text import slugify
from wagtail.models import Page, Revision

from .problems import NotReadyError, problems_of


class EditedPage(Page):
    """Published only when it is fit to be, whichever way it is tried. Reading is open (DESIGN §3
    rule 15), so no page can be made private."""

    private_page_options: ClassVar[list[str]] = []
    shown_at: ClassVar[tuple[str, str] | None] = None
    """A path where its kind stands, and the name of the view that shows it there; None when the
    site has fixed its address."""

    class Meta:
        abstract = True

    def own_slug(self) -> str:
        """The end of its address: what was chosen in plain ASCII, or what the site has fixed."""
        return slugify(self.slug)

    def clean(self) -> None:
        self.slug = self.own_slug()
        if not self.slug:
            raise ValidationError({"slug": "Adressen behöver bokstäver a–z eller siffror."})
        if self.shown_at:
            path, view = self.shown_at
            if resolve(path.format(self.slug)).url_name != view:
                raise ValidationError({"slug": "Webbplatsen har en egen sida där. Välj en annan."})
        super().clean()

    def publish(self, revision: Revision, **options: Any) -> None:
        """Raises NotReadyError, where Wagtail asks in its editor only: a page is also published in
        bulk, by an approved review, with its module and at a set time."""
        if problems := problems_of(revision.as_object()):
            raise NotReadyError(self, problems)
        super().publish(revision, **options)
