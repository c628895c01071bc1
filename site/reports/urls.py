from __future__ import annotations

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="reports"),
    path("<slug:district>/", views.district, name="report"),
]
