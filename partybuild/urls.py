"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from partybuild import views

urlpatterns = [
    path("", include("articles.urls")),
    path("search/", include("search.urls")),
    path("about/", views.about, name="about"),
    path("admin/", admin.site.urls),
]
