from __future__ import annotations

from django.urls import URLPattern, path

from . import headcount_grid, views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="reports"),
    path("malgrupp/", headcount_grid.overview, name="headcounts"),
    path("<slug:district>/malgrupp/", headcount_grid.grid, name="headcount-grid"),
    path("<slug:district>/", views.district, name="report"),
]
