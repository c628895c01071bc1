from __future__ import annotations

from typing import Any

from wagtail.models import AbstractGroupApprovalTask, Page

from people.models import Person


class ReviewTask(AbstractGroupApprovalTask):
    """Two pairs of eyes: whoever wrote the draft, or asked for the review, does not approve it.

    Wagtail's own task lets the author do so. Whoever mends a text under review becomes its author.
    """

    class Meta:
        verbose_name = "granskning"
        verbose_name_plural = "granskningar"

    def get_actions(self, obj: Page, user: Person) -> list[tuple[str, str, bool]]:
        if user.pk in _behind(obj):
            return []
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return actions

    @classmethod
    def get_description(cls) -> str:
        return "Någon annan än den som skrev läser och godkänner."


def _behind(page: Page) -> set[Any]:
    state = page.current_workflow_state
    return {
        page.latest_revision.user_id if page.latest_revision else None,
        state.requested_by_id if state else None,
    }
