"""Addresses under ``/api/v1/``."""

from django.urls import path

from drypoint.api import views

urlpatterns = [
    path("openapi.json", views.openapi, name="api_openapi"),
    path("<slug:name>", views.engine, name="api_engine"),
]
