"""Addresses that Django answers; readers' pages come from the store and never reach it."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [path("desk/", include(wagtailadmin_urls))]
