"""What temagruppen sees of people in the CMS: the workplaces that somebody could not find, which
never says who that was (domain.md E.2), and the way out to the screen of seats. And what keeps
the editor's work when a log-in ends."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from . import access
from .models import MissingWorkplace


class MissingWorkplaces(SnippetViewSet):
    model = MissingWorkplace
    icon = "warning"
    menu_label = "Arbetsplatser som saknas"
    menu_name = "missing-workplaces"
    menu_order = 700
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = (
        "name",
        "organisation",
        "workplace_type",
        "district",
        "reported_on",
        "handled_on",
    )
    list_filter = ("workplace_type", "district")
    search_fields = ("name", "organisation")
    ordering = ("handled_on", "-reported_on")
    panels = (
        FieldPanel("name", read_only=True),
        FieldPanel("organisation", read_only=True),
        FieldPanel("workplace_type", read_only=True),
        FieldPanel("district", read_only=True),
        FieldPanel("reported_on", read_only=True),
        FieldPanel("handled_on"),
    )


register_snippet(MissingWorkplaces)


class SeatsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.manages_seats(request.user, at=timezone.localdate())


@hooks.register("register_admin_menu_item")
def seats_in_the_menu() -> MenuItem:
    return SeatsMenuItem("Uppdrag", reverse("seats"), name="seats", icon_name="group", order=710)


@hooks.register("insert_global_admin_js")
def keep_what_was_typed() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/cms-login.js"))
