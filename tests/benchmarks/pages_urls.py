"""The addresses of the site, and one of an empty page."""

from django.urls import include, path

from tests.benchmarks.pages import empty

urlpatterns = [path("empty/", empty), path("", include("partybuild.urls"))]
