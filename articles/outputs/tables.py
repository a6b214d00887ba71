"""Rows of the archive as tables to take away, each row with where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from articles.models import Article, BrandMention, Metric, OrganizationMention
from articles.outputs.exports import Cell, Table
from articles.outputs.numbers import machine_date

Row = TypeVar("Row", bound=Model)
Address = Callable[[str], str]
"""The whole address of a path of the site."""

CHUNK = 500  # rows read at a time
ARTICLE_COLUMNS = (
    "编号", "标题", "副题", "作者", "刊物", "期号", "版次", "日期", "地区代码", "地区", "主题",
    "领域", "体裁", "字数", "单位", "品牌", "DOI", "来源文件", "文件内序号", "来源文件SHA-256", "网址",
)  # fmt: skip
METRIC_COLUMNS = (
    "编号", "指标", "数值", "数值上限", "计量单位", "单位族", "确切程度", "限定词", "对象", "行为",
    "年份", "时段", "完成情况", "验算", "单位", "单位地区代码", "地区代码", "地区", "主题", "原文",
    "所在句", "所在部分", "起", "止", "审核", "来历", "规则", "规则版本", "报道编号", "报道标题",
    "报道日期", "刊物", "来源文件", "网址",
)  # fmt: skip


def articles_table(title: str, keys: Sequence[int], address: Address) -> Table:
    """Return the articles with these *keys*, in their order; hidden ones are left out."""
    return Table(title, ARTICLE_COLUMNS, _articles(keys, address))


def metrics_table(title: str, keys: Sequence[int], address: Address) -> Table:
    """Return the values with these *keys*, in their order; hidden ones are left out."""
    rows = Metric.objects.comparable().select_related(
        "article__source", "article__region", "organization", "region", "indicator", "theme"
    )
    rows = rows.defer("article__body", "article__references", "article__source__text")
    return Table(title, METRIC_COLUMNS, (_metric(m, address) for m in _in_order(rows, keys)))


def _in_order(rows: QuerySet[Row], keys: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(keys), CHUNK):
        found = rows.in_bulk(keys[start : start + CHUNK])
        yield from (found[key] for key in keys[start : start + CHUNK] if key in found)


def _articles(keys: Sequence[int], address: Address) -> Iterator[tuple[Cell, ...]]:
    rows = (
        Article.objects.public()
        .select_related("region", "primary_theme", "source")
        .defer("source__text", "references")
        .prefetch_related(
            "bylines",
            Prefetch(
                "organizationmentions",
                OrganizationMention.objects.public().select_related("organization"),
            ),
            Prefetch("brandmentions", BrandMention.objects.public().select_related("brand")),
        )
    )
    for article in _in_order(rows, keys):
        yield (
            article.pk,
            article.headline,
            article.subheadline,
            _list(byline.name for byline in article.bylines.all()),
            article.publication,
            article.issue,
            article.page,
            machine_date(article.published_on, article.date_precision),
            article.region_id,
            article.region.name if article.region else "",
            article.primary_theme.name if article.primary_theme else "",
            article.get_sector_display(),
            article.get_kind_display(),
            article.characters,
            _list(mention.organization.name for mention in article.organizationmentions.all()),
            _list(mention.brand.name for mention in article.brandmentions.all()),
            article.doi,
            article.source.name,
            article.ordinal,
            article.source.sha256,
            address(article.get_absolute_url()),
        )


def _metric(metric: Metric, address: Address) -> tuple[Cell, ...]:
    article, organization = metric.article, metric.organization
    region = metric.region or article.region
    return (
        metric.pk,
        metric.indicator.name if metric.indicator else "",
        metric.value,
        metric.value_max,
        metric.unit,
        metric.get_family_display(),
        metric.get_qualifier_display(),
        metric.qualifier_text,
        metric.subject,
        metric.action,
        metric.year,
        metric.period,
        metric.get_outcome_display(),
        metric.get_arithmetic_display(),
        organization.name if organization else "",
        organization.region_id if organization else "",
        region.code if region else "",
        region.name if region else "",
        metric.theme.name if metric.theme else "",
        metric.quote,
        metric.sentence,
        metric.part,
        metric.start,
        metric.end,
        metric.get_status_display(),
        metric.get_origin_display(),
        metric.rule,
        metric.rules_version,
        article.pk,
        article.headline,
        machine_date(article.published_on, article.date_precision),
        article.publication,
        article.source.name,
        f"{address(article.get_absolute_url())}#s-metric-{metric.pk}",
    )


def _list(names: Iterable[str]) -> str:
    """Return *names*, each once, as one cell."""
    return "；".join(dict.fromkeys(names))
