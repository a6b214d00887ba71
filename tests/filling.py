"""A row of every table, so that no page is refused for want of one."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.curation import corrections
from articles.models import (
    Apart,
    Article,
    Batch,
    Departure,
    EvaluationRun,
    Job,
    Likeness,
    Merger,
    Metric,
    PolicyTerm,
    Report,
    Verdict,
)
from search.models import PendingChange, Synonym


def fill() -> Article:
    """Add to the seeds a row of each table that no file fills; return an article that has most."""
    PendingChange.objects.mark([1])
    Synonym.objects.load()
    one, other = Article.objects.order_by("pk")[:2]
    Likeness.objects.get_or_create(article=one, other=other, overlap=0.5, contained=0.9)
    Merger.objects.create(kind="brand", kept=1, label="甲", dropped=[[2, "乙"]])
    Apart.objects.create(kind="brand", one=1, other=2, names="甲 — 丙")
    PolicyTerm.objects.create(term="三会一课")
    Batch.objects.create(job=Job.objects.create(kind="reread", total=3, done=1))
    Departure.objects.note(Article, [(10**6, "旧文", None)], "已删除")
    corrections.withdraw(one, reason="误收", by=get_user_model().objects.create_user("yi"))
    corrections.publish(one, by=get_user_model().objects.get())
    Report.objects.create(article=one, message="有误", sender="0" * 64)
    fact = Metric.objects.order_by("pk")[0]
    Verdict.objects.create(
        kind="metric",
        target=fact.pk,
        label=fact.quote,
        ruling="accepted",
        decided_at=timezone.now(),
    )
    EvaluationRun.objects.create(figures={}, articles=8, rules_version="1")
    return one
