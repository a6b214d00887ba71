import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
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
    PolicyTerm,
    Report,
    Verdict,
)
from search.models import PendingChange, SavedSearch, Synonym
from tests.partybuild.addresses import ROLES

GROUPS = {"reader": "只读", "editor": "编辑", "manager": "管理员"}


@pytest.fixture
def archive(seeds):
    """A row of every table, so that no page is refused for want of one."""
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
    Verdict.objects.create(
        kind="metric", target=1, label="x", ruling="accepted", decided_at=timezone.now()
    )
    EvaluationRun.objects.create(figures={}, articles=8, rules_version="1")
    Synonym.objects.create(terms="甲词 乙词")
    Group.objects.create(name="空组")
    return one


@pytest.fixture
def people(archive):
    """Somebody of every role, with a search of their own; None for a visitor."""
    users = {"visitor": None}
    for role in ROLES[1:]:
        user = get_user_model().objects.create_user(f"r-{role}", is_staff=role != "account")
        user.is_superuser = role == "chief"
        user.save()
        user.groups.set(Group.objects.filter(name=GROUPS.get(role)))
        SavedSearch.objects.create(user=user, query="q=x", name="x", seen=0, token=f"t-{role}")
        users[role] = user
    return users
