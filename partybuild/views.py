"""Pages that speak of the site as a whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, EvaluationRun, Metric, ReviewStatus, Source

# Rows of the gold score that tell a reader how far to trust what is read, in their words.
MEASURED = {
    "articles found": "分篇",
    "headline": "标题",
    "paragraphs repaired exactly": "段落修复",
    "region of the article": "报道所属地区",
    "themes": "主题",
    "organizations": "单位",
    "brands": "品牌",
    "programmes": "工程、活动与工作法",
    "persons": "人物",
    "metrics": "数据",
    "metrics: value": "数据的数值",
    "metrics: subject (lenient)": "数据的对象",
    "metrics: organization": "数据的单位",
}


def about(request: HttpRequest) -> HttpResponse:
    """How the archive comes about, and what its numbers mean and do not mean."""
    facts = Metric.objects.comparable()  # as the front page counts them
    newest = Source.objects.order_by("-imported_at").values_list("imported_at", flat=True).first()
    run = EvaluationRun.objects.order_by("created_at").last()
    context = {
        "sources": Source.objects.count(),
        "articles": Article.objects.public().count(),
        "undated": Article.objects.public().filter(published_on__isnull=True).count(),
        "placeless": Article.objects.on_topic().filter(region__isnull=True).count(),
        "metrics": facts.count(),
        "reviewed": facts.filter(status=ReviewStatus.CONFIRMED).count(),
        "newest": newest,
        "evaluation": run,
        "measured": [
            (label, run.figures[row]) for row, label in MEASURED.items() if row in run.figures
        ]
        if run
        else [],
    }
    return render(request, "about.html", context)
