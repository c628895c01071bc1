"""The registers in the CMS. Rows are added and changed, never deleted: pages and results refer to
their codes. A row's page *Användning* tells where it is used."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import RowForm
from .models import Checklist, GuidelineEdition, GuidelineSection, LawReference, Misconception
from .register_views import RowUsageView, RowView


def key_panel(field: str, example: str) -> FieldPanel:
    fixed = (
        "Fältet kan inte ändras när raden är sparad, för sidor och resultat hänvisar till raden "
        "med det."
    )
    return FieldPanel(field, help_text=f"{example} {fixed}")


class RegisterViewSet(SnippetViewSet):
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = RowView
    usage_view_class = RowUsageView
    list_per_page = 50

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(self.panels, base_form_class=RowForm)

    @property
    def inspect_view_fields(self) -> list[str]:
        """What whoever changes a row fills in, whoever reads it sees."""
        return [panel.field_name for panel in self.panels]


class Editions(RegisterViewSet):
    model = GuidelineEdition
    icon = "history"
    menu_label = "Utgåvor"
    list_display = ("short_title", "code", "valid_from", "valid_to",
                    BooleanColumn("is_main_line", label="Huvudlinje"))  # fmt: skip
    search_fields = ("title", "code")
    panels = (
        key_panel("code", "Till exempel OK2021r2023."),
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("valid_from"),
        FieldPanel("valid_to"),
        FieldPanel("supersedes"),
        FieldPanel("is_main_line"),
        FieldPanel("summary"),
    )


class Sections(RegisterViewSet):
    model = GuidelineSection
    icon = "list-ol"
    menu_label = "Avsnitt i riktlinjerna"
    list_display = ("title", "number")
    search_fields = ("title",)
    panels = (
        key_panel("number", "Till exempel 2."),
        FieldPanel("title"),
        FieldPanel("summary"),
    )


class Misconceptions(RegisterViewSet):
    model = Misconception
    icon = "help"
    menu_label = "Missuppfattningar"
    list_display = ("belief", "code", BooleanColumn("in_pretest", label="Med i förtestet"))
    list_filter = ("in_pretest",)
    search_fields = ("code", "belief", "truth")
    panels = (
        key_panel("code", "Till exempel M27."),
        FieldPanel("belief"),
        FieldPanel("truth"),
        FieldPanel("source"),
        FieldPanel(
            "in_pretest",
            help_text="Frågas om i förtestet. Rapporten visar bara sådana missuppfattningar.",
        ),
    )


class LawReferences(RegisterViewSet):
    model = LawReference
    icon = "doc-full"
    menu_label = "Lagrum"
    list_display = ("matter", "reference", "code", "valid_from", "valid_to")
    search_fields = ("matter", "reference", "code")
    panels = (
        key_panel("code", "Samma kod för ett lagrum och det som har ersatt det."),
        FieldPanel("matter"),
        FieldPanel("reference"),
        FieldPanel("valid_from"),
        FieldPanel("valid_to"),
        FieldPanel("summary"),
    )


class Checklists(RegisterViewSet):
    model = Checklist
    icon = "tasks"
    menu_label = "Checklistor"
    list_display = ("title", "code")
    search_fields = ("title", "code")
    panels = (
        key_panel("code", "Står i adressen till listan."),
        FieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("items"),
    )


class Registers(SnippetViewSetGroup):
    menu_label = "Register"
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (Editions, Sections, Misconceptions, LawReferences, Checklists)


register_snippet(Registers)

_KEPT = (GuidelineEdition, GuidelineSection, Misconception, LawReference, Checklist)


@hooks.register("before_delete_snippet")
def keep_row(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    kept = [row for row in instances if isinstance(row, _KEPT)]
    if not kept or request.method != "POST":
        return None
    messages.error(
        request,
        f"”{kept[0]}” kan inte tas bort: sidor och resultat hänvisar till raden. Om den inte "
        "gäller längre, sätt ett slutdatum eller ändra texten.",
    )
    return redirect("wagtailsnippets:index")


@hooks.register("before_bulk_action")
def keep_rows(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    return keep_row(request, objects) if action_type == "delete" else None
