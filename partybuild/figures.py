"""What the last stored evaluation says, in words for readers."""

from __future__ import annotations

from typing import Any

from articles.models import EvaluationRun

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


def measured() -> dict[str, Any]:
    """Return the last run as ``evaluation``, None where there is none, and its rows that readers
    care for as ``measured``: label and figures.
    """
    run = EvaluationRun.objects.order_by("created_at").last()
    rows = (
        [(label, run.figures[row]) for row, label in MEASURED.items() if row in run.figures]
        if run
        else []
    )
    return {"evaluation": run, "measured": rows}
