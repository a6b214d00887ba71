"""Every address of the site, and the keys of rows that stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver, reverse

from articles.models import Article, Brand, Indicator, Metric, Organization, ReviewItem, Theme
from search.models import SavedSearch

ROLES = ["visitor", "account", "reader", "editor", "manager", "chief"]
PAGES = ("changelist", "add", "change", "delete", "history")
FACTS = ("OrganizationMention", "BrandMention", "RegionMention", "ThemeEvidence", "Metric")
ASKED = {
    "admin:autocomplete": "?app_label=articles&model_name=metric&field_name=organization",
    "search": "?q=党建",
    "search-context": "?q=党建",
    "search-context-file": "?q=党建",
    "search-feed": "?q=党建",
    "suggestions": "?q=党",
}


@dataclass(frozen=True)
class Address:
    """A pattern of the site: its name, the model whose page it is, and the pattern itself."""

    name: str
    pattern: URLPattern
    route: str

    @property
    def page(self) -> tuple[str, str] | None:
        """The model and the kind of one of the five pages that Django makes of a model."""
        app, _, rest = self.name.removeprefix("admin:").partition("_")
        model, _, kind = rest.rpartition("_")
        for one in admin.site._registry:
            if (one._meta.app_label, one._meta.model_name) == (app, model) and kind in PAGES:
                return one.__name__, kind
        return None


def addresses() -> Iterator[Address]:
    def walk(resolver, space, route):
        for one in resolver.url_patterns:
            here = route + str(one.pattern)
            if isinstance(one, URLPattern):
                name = one.name or ("unknown" if route.startswith("admin/") else "")
                yield Address(space + name, one, here)
            else:
                yield from walk(one, space + (f"{one.namespace}:" if one.namespace else ""), here)

    yield from walk(get_resolver(), "", "")


def arguments(address, archive, people, role):
    """Return what stands in the address: keys of rows that are there."""
    article = archive
    metric = Metric.objects.filter(article=article, origin="machine").first()
    item = ReviewItem.objects.filter(kind="metric", done=False).first()
    own = SavedSearch.objects.get(user=people[role] or people["account"])
    if address.page:
        model = next(m for m in admin.site._registry if m.__name__ == address.page[0])
        row = {"Group": Group.objects.get(name="空组"), "User": people["account"]}.get(
            address.page[0], model._default_manager.order_by("-pk").first()
        )
        if address.page[0] in FACTS:
            row = model._default_manager.filter(origin="machine").first()
        return {"object_id": row.pk}
    named = {
        "region": {"code": article.region_id, "slug": "a", "tab": "brands"},
        "theme": {"slug": Theme.objects.first().slug, "tab": "brands"},
        "indicator": {"slug": Indicator.objects.first().slug},
        "article-original": {"pk": article.pk, "slug": "a", "mode": "original"},
        "citations": {"style": "bib"},
        "article-citation": {"pk": article.pk, "slug": "a", "style": "bib"},
        "fact": {"kind": "metric", "pk": metric.pk},
        "organization": {"pk": Organization.objects.first().pk, "slug": "a"},
        "brand": {"pk": Brand.objects.first().pk, "slug": "a"},
        "search-context-file": {"form": "csv"},
        "search-values": {"key": "organization"},
        "visit-search": {"pk": own.pk},
        "change-search": {"pk": own.pk},
        "saved-feed": {"token": own.token},
        "type-size": {"size": "large"},
        "admin:review-item": {"pk": item.pk},
        "admin:review-names": {"kind": "organization"},
        "admin:review-alike": {"pk": item.pk, "key": "rule"},
        "admin:view_on_site": {
            "content_type_id": ContentType.objects.get_for_model(Article).pk,
            "object_id": article.pk,
        },
        "admin:app_list": {"app_label": "articles"},
        "admin:articles_merger_compare": {"kind": "brand"},
        "admin:auth_user_password_change": {"id": people["account"].pk},
    }
    if address.name in named:
        return named[address.name]
    if address.name.endswith("_export"):
        return {"form": "csv"}
    _, _, rest = address.name.removeprefix("admin:").partition("_")
    for model in admin.site._registry:
        if rest.startswith(f"{model._meta.model_name}_"):
            return {"pk": model._default_manager.first().pk}
    return {"pk": article.pk, "slug": "a", "tab": "brands"}


def path_of(address, archive, people, role):
    if address.name == "admin:unknown":
        known = address.route.endswith("<path:object_id>/")  # a model's page without its kind
        return "/" + address.route.replace("<path:object_id>", "1") if known else "/admin/nowhere/"
    wanted = arguments(address, archive, people, role)
    taken = address.pattern.pattern.converters or address.pattern.pattern.regex.groupindex
    found = reverse(address.name, kwargs={name: wanted[name] for name in taken})
    return found + ASKED.get(address.name, "")
