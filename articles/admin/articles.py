"""Articles: every column may be corrected, none is lost to a later reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles.admin.choosing import Merging
from articles.admin.claims import JOINS, in_words
from articles.admin.desk import (
    ReadOnlyInline,
    change_url,
    link,
    list_url,
    note_changes,
    who,
)
from articles.admin.fields import LinesField, OwnChangesForm, PlainTextField, ReferencesField
from articles.admin.marking import MarkingDesk
from articles.admin.narrowing import CountedFilter, ProvinceFilter
from articles.admin.places import column_label, in_brief
from articles.admin.rewriting import RewritingDesk
from articles.admin.wholes import BylineFormSet, CaptionFormSet, WholeFormSet
from articles.curation import corrections
from articles.curation.columns import EDITABLE
from articles.extraction.vocabulary import DatePrecision
from articles.keys import keys_of
from articles.models import Article, ArticleStatus, Byline, Caption, Claim
from articles.outputs.numbers import printed_date

TEXT = (
    "kind", "kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "keywords",
    "doi", "body", "references",
)  # fmt: skip
PRINTED = ("publication", "issue", "page", ("published_on", "date_precision"))
JUDGED = ("region", "primary_theme", "sector", "off_topic")
OWNED = (
    "status", "withdrawn_reason", "from_source", "ordinal", "duplicate_of", "created_at",
    "updated_at",
)  # fmt: skip
KINDS = ("organizationmentions", "brandmentions", "metrics", "regionmentions", "themeevidences")
PLAIN_TEXT: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.TextField: {
        "form_class": PlainTextField,
        "widget": AdminTextareaWidget(attrs={"rows": 3}),
    }
}
LISTED = 15  # facts of a kind shown on the page of an article


class ArticleForm(OwnChangesForm[Article]):
    """The columns of an article, long ones as plain text."""

    kicker = LinesField(label="引题", required=False, help_text="一行一条")
    keywords = LinesField(label="关键词", required=False, help_text="一行一个")
    references = ReferencesField(label="参考文献", required=False, help_text="一行一条")
    body = PlainTextField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 30, "cols": 100}),
        help_text=Article._meta.get_field("body").help_text,
    )

    def clean(self) -> dict[str, Any]:
        """Let date and precision agree: a date without one is a day, no date is of none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("published_on") is None:
            cleaned["date_precision"] = DatePrecision.UNKNOWN.value
        elif cleaned.get("date_precision") == DatePrecision.UNKNOWN:
            cleaned["date_precision"] = DatePrecision.DAY.value
        return cleaned


class CaptionInline(admin.TabularInline[Caption, Article]):
    """Captions in printed order; a new one stands last."""

    model = Caption
    formset = CaptionFormSet
    extra = 1
    fields = ("number", "text", "credit")
    readonly_fields = ("number",)
    formfield_overrides = PLAIN_TEXT


class BylineInline(admin.TabularInline[Byline, Article]):
    """Who signed, in printed order; a new one stands last."""

    model = Byline
    formset = BylineFormSet
    extra = 1
    fields = ("order", "name", "role", "is_organization")
    readonly_fields = ("order",)


class ClaimInline(ReadOnlyInline):
    """On what ground the columns stand, and who said so."""

    model = Claim
    fields = readonly_fields = ("column", "value_held", "basis", "status", "origin", "reviewed_by")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[models.Model]:
        """Fetch what the values name along."""
        return super().get_queryset(request).select_related(*JOINS).defer("article__body")

    @admin.display(description="栏目")
    def column(self, claim: Claim) -> str:
        """Link the page that shows the evidence."""
        return link(claim, column_label(claim.field))

    @admin.display(description="值")
    def value_held(self, claim: Claim) -> str:
        """Show the value in words."""
        return in_words(claim)


class WithdrawForm(forms.Form):
    """Why articles go off the public site."""

    reason = forms.CharField(
        label="撤下原因",
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="读者打开这些报道的网址时会看到这句话。",
    )


@admin.register(Article)
class ArticleAdmin(Merging[Article], MarkingDesk, RewritingDesk):
    """Reports: made by readings alone, corrected here, withdrawn but never deleted."""

    form = ArticleForm
    change_form_template = "admin/articles/article_change_form.html"
    list_display = (
        "headline", "dated", "region", "primary_theme", "sector", "kind", "status", "off_topic",
        "waiting",
    )  # fmt: skip
    list_filter = (
        "status",
        "kind",
        "off_topic",
        "date_precision",
        "sector",
        "primary_theme",
        CountedFilter,
        ProvinceFilter,
    )
    list_select_related = ("region", "primary_theme")
    date_hierarchy = "published_on"
    search_fields = ("headline", "publication", "region__name")
    autocomplete_fields = ("region",)
    readonly_fields = OWNED
    fieldsets = (
        ("状态", {"fields": OWNED}),
        ("文字", {"fields": TEXT}),
        ("刊发", {"fields": PRINTED}),
        ("判断", {"fields": JUDGED}),
    )
    formfield_overrides = PLAIN_TEXT
    inlines = (CaptionInline, BylineInline, ClaimInline)
    actions = ("withdraw_chosen", "publish_chosen", "merge_chosen")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come out of source files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """An article is withdrawn; only its source file can be deleted, with all it holds."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Article]:
        """Count what waits; leave long texts out of the list."""
        articles = super().get_queryset(request)
        match = request.resolver_match
        if match is None or match.url_name != "articles_article_changelist":
            return articles
        open_items = Count("review_items", filter=Q(review_items__done=False))
        return articles.defer("body", "references", "abstract", "affiliation").annotate(
            open_items=open_items
        )

    @admin.display(description="刊发日期", ordering="published_on")
    def dated(self, article: Article) -> str:
        """Show the date as far as it is known."""
        return printed_date(article.published_on, article.date_precision)

    @admin.display(description="待审", ordering="open_items")
    def waiting(self, article: Article) -> str:
        """Link what waits for a person in this article."""
        count = getattr(article, "open_items", 0)
        address = reverse("admin:articles_reviewitem_changelist")
        if not count:
            return "0"
        return format_html('<a href="{}?article={}">{}</a>', address, article.pk, count)

    @admin.display(description="来源文件")
    def from_source(self, article: Article) -> str:
        """Link the file that holds the article."""
        return link(article.source)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages on which articles are withdrawn and published."""
        wrap = self.admin_site.admin_view
        return [
            path("withdraw/", wrap(self.withdraw_view), name="articles_article_withdraw"),
            path(
                "<int:pk>/publish/",
                wrap(require_POST(self.publish_view)),
                name="articles_article_publish",
            ),
            *super().get_urls(),
        ]

    @admin.action(description="撤下所选报道（须写原因）", permissions=["change"])
    def withdraw_chosen(
        self, request: HttpRequest, queryset: models.QuerySet[Article]
    ) -> HttpResponse:
        """Ask for the reason on a page of its own."""
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:articles_article_withdraw')}?ids={keys}")

    @admin.action(description="发布所选报道", permissions=["change"])
    def publish_chosen(self, request: HttpRequest, queryset: models.QuerySet[Article]) -> None:
        """Put the chosen articles on the public site."""
        with transaction.atomic():
            for article in queryset:
                self._publish(request, article)
        self.message_user(request, f"已发布 {len(queryset)} 篇。", messages.SUCCESS)

    def _publish(self, request: HttpRequest, article: Article) -> None:
        corrections.publish(article, by=who(request))
        self.log_change(request, article, "发布")

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish one article by the button on its page."""
        article = self.get_object(request, str(pk))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404
        self._publish(request, article)
        self.message_user(request, "已发布。", messages.SUCCESS)
        return HttpResponseRedirect(change_url(article))

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        """Ask why the articles named by ``ids`` shall go; take them off the site."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = keys_of(request.GET.get("ids", "").split(","))
        articles = list(Article.objects.filter(pk__in=keys))
        form = WithdrawForm(request.POST or None)
        if articles and form.is_valid():
            with transaction.atomic():
                for article in articles:
                    reason = form.cleaned_data["reason"]
                    corrections.withdraw(article, reason=reason, by=who(request))
                    self.log_change(request, article, f"撤下：{reason}")
            self.message_user(request, f"已撤下 {len(articles)} 篇。", messages.SUCCESS)
            back = change_url(articles[0]) if len(articles) == 1 else list_url(Article)
            return HttpResponseRedirect(back)
        context = self.page(request, "撤下报道", form=form, articles=articles)
        return TemplateResponse(request, "admin/articles/withdraw.html", context)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Correct the columns that were changed."""
        columns = [name for name in form.changed_data if name in (*EDITABLE, "date_precision")]
        if columns:
            changes = {name: form.cleaned_data[name] for name in columns}
            corrections.amend_article(obj, by=who(request), changes=changes)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write captions and signatures as a whole, in their order."""
        note_changes(formset)
        if not isinstance(formset, WholeFormSet) or not formset.has_changed():
            return
        article, by = form.instance, who(request)
        if formset.model is Caption:
            captions = [(text, credit) for text, credit in formset.rows()]
            corrections.amend_captions(article, by=by, captions=captions)
        else:
            bylines = [(name, role, body) for name, role, body in formset.rows()]
            corrections.amend_bylines(article, by=by, bylines=bylines)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the first facts of each kind beside the columns, with links to the rest."""
        article = self.get_object(request, object_id)
        context = {
            "kinds": [_kind(article, name) for name in KINDS] if article else [],
            "begins": _begins(article) if article else 0,
            "withdrawn": article and article.status != ArticleStatus.PUBLISHED,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)


def _begins(article: Article) -> int:
    """Return the offset in its source of the first character that went into *article*."""
    first = article.segments.order_by("start").values_list("start", flat=True).first()
    return first or 0


def _kind(article: Article, name: str) -> dict[str, Any]:
    facts = getattr(article, name).order_by("part", "start")
    model = facts.model
    return {
        "name": model._meta.verbose_name,
        "total": facts.count(),
        "all": list_url(model, article=article.pk),
        "add": f"{reverse(f'admin:articles_{model._meta.model_name}_add')}?article={article.pk}",
        "rows": [
            {"url": change_url(fact), "place": in_brief(fact), "fact": fact}
            for fact in facts.select_related("reviewed_by")[:LISTED]
        ],
    }
