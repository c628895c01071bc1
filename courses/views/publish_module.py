"""Publicera modulen: everything that has changed in it, together and as one version."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages

from content.problems import problems_of_draft

from ..actions import publish_module
from ..models import ModulePage, ModuleVersion
from ..module_status import PageStatus, Status, statuses_of

EDITORIAL, MATERIAL = "redaktionell", "vasentlig"


class PublishForm(forms.Form):
    kind = forms.ChoiceField(
        label="Vad är det för ändring?",
        widget=forms.RadioSelect,
        choices=[
            (EDITORIAL, "Redaktionell: till exempel ett stavfel eller en tydligare mening."),
            (MATERIAL, "Väsentlig: den som gått modulen behöver läsa om."),
        ],
        error_messages={"required": "Välj om ändringen är redaktionell eller väsentlig."},
    )
    note = forms.CharField(
        label="Vad är ändrat?",
        help_text="En eller två meningar. Texten sparas med versionen.",
        max_length=ModuleVersion._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som är ändrat."},
    )


def publish_module_view(request: HttpRequest, pk: int) -> HttpResponse:
    module = get_object_or_404(_held(request), pk=pk)
    if not module.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    rows = statuses_of(module)
    waiting = [row for row in rows if row.is_to_publish]
    timed = [row for row in rows if row.status is Status.TIMED]
    problems = [(row, found) for row in waiting if (found := problems_of_draft(row.page))]
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and waiting and not problems:
        return _publish(request, module, waiting, form)
    context = {
        "module": module,
        "is_new": not ModuleVersion.objects.filter(module_key=module.translation_key).exists(),
        "waiting": waiting,
        "timed": timed,
        "problems": problems,
        "form": form,
    }
    return render(request, "courses/cms/publish_module.html", context)


def _held(request: HttpRequest) -> QuerySet[ModulePage]:
    """Whoever publishes holds the module: a second who does at once sees that nothing is left."""
    modules = ModulePage.objects.all()
    # A page published alone refers to its module from a new version, and must not wait for it.
    return modules.select_for_update(no_key=True) if request.method == "POST" else modules


def _publish(
    request: HttpRequest, module: ModulePage, waiting: list[PageStatus], form: PublishForm
) -> HttpResponse:
    version = publish_module(
        module,
        pages=[row.page for row in waiting],
        material=form.cleaned_data["kind"] == MATERIAL,
        note=form.cleaned_data["note"],
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    messages.success(request, f"”{module.title}” är publicerad som version {version.number}.")
    return redirect("wagtailadmin_explore", module.pk)
