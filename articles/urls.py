"""The pages of the archive."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.views import articles, brands, home, metrics, organizations, regions, themes


class RegionCode(StringConverter):
    """Six digits, as GB/T 2260 has them."""

    regex = "[0-9]{6}"


register_converter(RegionCode, "code")

urlpatterns = [
    path("", home.home, name="home"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<code:code>-<slug:slug>/", regions.region, name="region"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>-<slug:slug>/", articles.article, name="article"),
    path("orgs/", organizations.organizations, name="organizations"),
    path("orgs/<int:pk>-<slug:slug>/", organizations.organization, name="organization"),
    path("brands/", brands.brands, name="brands"),
    path("brands/<int:pk>-<slug:slug>/", brands.brand, name="brand"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/-/", metrics.unsorted_metrics, name="unsorted-metrics"),
    path("metrics/<slug:slug>/", metrics.indicator, name="indicator"),
]
