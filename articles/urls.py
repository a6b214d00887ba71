"""The pages of the archive."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.outputs.citations import Style
from articles.views import (
    addresses,
    articles,
    brands,
    citing,
    comparing,
    home,
    indicators,
    leftovers,
    metrics,
    organizations,
    originals,
    regions,
    reports,
    tabs,
    themes,
    timeline,
)


class RegionCode(StringConverter):
    """Six digits, as GB/T 2260 has them."""

    regex = "[0-9]{6}"


class Tab(StringConverter):
    """What a page shows of a region or theme besides its articles."""

    regex = "|".join(tabs.TABS)


class RegionTab(StringConverter):
    """The same of a region, and the articles of the division alone."""

    regex = "|".join((regions.OWN, *tabs.TABS))


class Mode(StringConverter):
    """A way to look at the source of an article."""

    regex = "|".join(originals.MODES)


class FactKind(StringConverter):
    """A kind of fact."""

    regex = "|".join(addresses.FACTS)


class CitationStyle(StringConverter):
    """The ending of a file with a citation."""

    regex = "|".join(Style)


register_converter(RegionCode, "code")
register_converter(Tab, "tab")
register_converter(RegionTab, "regiontab")
register_converter(Mode, "mode")
register_converter(FactKind, "fact")
register_converter(CitationStyle, "style")

urlpatterns = [
    path("", home.home, name="home"),
    path("regions/", regions.regions, name="regions"),
    path("regions/undecided/", leftovers.undecided, name="undecided"),
    path("regions/<code:code>-<slug:slug>/", regions.region, name="region"),
    path("regions/<code:code>-<slug:slug>/<regiontab:tab>/", regions.region, name="region"),
    path("themes/", themes.themes, name="themes"),
    path("themes/none/", leftovers.unsorted, name="unsorted"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("themes/<slug:slug>/<tab:tab>/", themes.theme, name="theme"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>-<slug:slug>/", articles.article, name="article"),
    path("articles/<int:pk>-<slug:slug>/<mode:mode>/", originals.traced, name="article-original"),
    path("articles/<int:pk>-<slug:slug>/report/", reports.report, name="article-report"),
    path("articles/<int:pk>-<slug:slug>/file/", originals.source_file, name="article-file"),
    path(
        "articles/<int:pk>-<slug:slug>/cite.<style:style>",
        originals.citation,
        name="article-citation",
    ),
    path("articles/cited.<style:style>", citing.citations, name="citations"),
    path("articles/chosen.csv", citing.chosen_file, name="chosen-file"),
    path("facts/<fact:kind>-<int:pk>/", addresses.fact, name="fact"),
    path("orgs/", organizations.organizations, name="organizations"),
    path("orgs/<int:pk>-<slug:slug>/", organizations.organization, name="organization"),
    path("brands/", brands.brands, name="brands"),
    path("brands/<int:pk>-<slug:slug>/", brands.brand, name="brand"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/compare/", comparing.compare, name="compare"),
    path("metrics/-/", metrics.unsorted_metrics, name="unsorted-metrics"),
    path("metrics/<slug:slug>/", indicators.indicator, name="indicator"),
]
