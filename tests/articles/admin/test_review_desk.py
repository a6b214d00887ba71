import pytest
from django.urls import reverse

from articles.models import ReviewItem

pytestmark = pytest.mark.django_db


def test_smoke(article, editor, client):
    client.force_login(editor)
    answer = client.get(reverse("admin:review"))
    assert answer.status_code == 200
    for _ in range(200):
        item = answer.context.get("item")
        if item is None:
            break
        answer = client.post(
            reverse("admin:review-item", args=[item.pk]),
            {
                **{f"v-{k}": v for k, v in values(answer).items()},
                "stamp": answer.context["shown"].stamp,
                "decision": "accept",
            },
            follow=True,
        )
    assert ReviewItem.objects.filter(done=False).count() == 0
    assert "全部审核完毕" in answer.content.decode()


def values(answer):
    form = answer.context["values"]
    found = {}
    for bound in form:
        value = bound.value()
        value = bound.field.prepare_value(value) if value is not None else None
        if value not in (None, False):
            found[bound.name] = str(value)
    return found
