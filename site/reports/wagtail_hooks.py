"""The way out of the CMS to the screen of headcounts, for those who give them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.access import districts_counted_by


class HeadcountsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return districts_counted_by(request.user, at=timezone.localdate()).exists()


@hooks.register("register_admin_menu_item")
def headcounts_in_the_menu() -> MenuItem:
    return HeadcountsMenuItem(
        "Målgrupp", reverse("headcounts"), name="headcounts", icon_name="table", order=705
    )
