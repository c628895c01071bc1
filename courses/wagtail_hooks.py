"""What the course adds to the CMS: the start page's help, the menu, publishing a module.

Content that people have results on is never deleted (DESIGN §3 rule 9): it is unpublished. Results
would survive a deletion all the same, since they hang on keys and never on pages.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from quizzes.models import Attempt

from .copying import lead_to_the_copies
from .models import Completion, LessonVisit, ModulePage
from .panels import HowToPanel
from .views.publish_module import publish_module_view

HAS_RESULTS = (
    "”{}” kan inte tas bort: medarbetare har läst eller svarat här, och deras resultat ska finnas "
    "kvar. Avpublicera sidan i stället."
)
IS_LINKED = "”{}” kan inte tas bort: varje sida på webbplatsen länkar dit. Ändra texten i stället."
LINKED = ("for-familjer", "personuppgifter", "tillganglighet")
"""Pages under the start page that its head and foot lead to (templates/components)."""
BARRED = "Du får inte ta bort ”{}”. Fråga temagruppen."


def has_results(page: Page) -> bool:
    """Whether anybody has read or answered on the page or below it."""
    below = page.get_descendants(inclusive=True)
    keys = list(below.values_list("translation_key", flat=True))
    slugs = ModulePage.objects.filter(pk__in=below.values("pk")).values("slug")
    return (
        LessonVisit.objects.filter(lesson_key__in=keys).exists()
        or Attempt.objects.filter(page_key__in=keys).exists()
        or Completion.objects.filter(module__in=slugs).exists()
    )


def refusal(page: Page) -> str:
    """Why the page, or one below it, is not deleted; empty when it may be."""
    below = page.get_descendants(inclusive=True)
    if has_results(page):
        sentence = HAS_RESULTS
    elif below.filter(depth=3, slug__in=LINKED).exists():
        sentence = IS_LINKED
    else:
        return ""
    return sentence.format(page.get_admin_display_title())


@hooks.register("before_delete_page")
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not (sentence := refusal(page)):
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or request.method != "POST" or not issubclass(action.model, Page):
        return None
    barred = action.get_actionable_objects()[1]["items_with_no_access"]
    kept = {page: told for page in [*objects, *barred] if (told := refusal(page))}
    for sentence in kept.values():
        messages.error(request, sentence)
    for page in barred:
        if page not in kept:
            messages.error(request, BARRED.format(page.get_admin_display_title()))
    if not kept and (objects or not barred):
        return None
    first = [*kept, *barred][0]
    return redirect("wagtailadmin_explore", (first.get_parent() or first).pk)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("modul/<int:pk>/publicera/", publish_module_view, name="publish-module")]


@hooks.register("construct_homepage_panels")
def start_page(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(HowToPanel())


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("register_help_menu_item")
def how_to() -> MenuItem:
    address = reverse("wagtailadmin_home") + "#sa-gor-du"
    return MenuItem("Så gör du", address, name="how-to", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def leave_out_guides_in_english(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.attrs.get("target") != "_blank"]


@hooks.register("after_copy_page")
def copied(request: HttpRequest, page: Page, new_page: Page) -> None:
    lead_to_the_copies(page, new_page, by=request.user)  # type: ignore[arg-type]
