from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("checklistor/<slug:code>/", views.checklist, name="checklist"),
    # Wagtail makes links to documents by this name.
    path(
        "dokument/<int:document_id>/<path:document_filename>",
        views.document,
        name="wagtaildocs_serve",
    ),
    path("media/images/<str:name>", views.image, name="image"),
]
