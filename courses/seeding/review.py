"""How a text goes from who wrote it to who publishes it."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from ..models import ReviewTask

NAME = "Temagruppen"


def seed_review(root: Page) -> None:
    """The review by temagruppen of every page under ``root``, made once: what is changed in it
    stays changed."""
    _forget_wagtails_own()
    if Workflow.objects.exists():
        return
    task = ReviewTask.objects.create(name="Temagruppen läser och godkänner")
    task.groups.add(Group.objects.get(name="Temagrupp"))
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)


def _forget_wagtails_own() -> None:
    """The review that Wagtail is born with: in English, and by a group that nobody is in."""
    name = "Moderators approval"
    Workflow.objects.filter(name=name, workflow_states=None).delete()
    Task.objects.filter(name=name, task_states=None).delete()
