"""The map of the site."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from partybuild import quality, views
from partybuild.login import OwnPassword

urlpatterns = [
    path("", include("articles.urls")),
    path("search/", include("search.urls")),
    path("about/", views.about, name="about"),
    path("about/data/", quality.quality, name="data-quality"),
    path("type/<slug:size>/", views.type_size, name="type-size"),
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("login/password/", OwnPassword.as_view(), name="own-password"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]

handler404 = "partybuild.errors.not_found"
handler500 = "partybuild.errors.server_error"
