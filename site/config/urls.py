from __future__ import annotations

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config import status
from config.account import account
from people import doors, login

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("status/igang", status.alive),
    path("status/redo", status.ready),
    path("", include("people.urls")),
    path("", include("content.urls")),
    path("", include("courses.urls")),
    path("rapporter/", include("reports.urls")),
    # One door: every other way in leads to it.
    path("cms/logout/", login.log_out),
    re_path(r"^cms/(?:login|password_reset)/", doors.to_the_one_door),
    re_path(r"^_util/(?:login|authenticate_with_password)/", doors.to_the_one_door),
    path("cms/account/", account, name="wagtailadmin_account"),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
