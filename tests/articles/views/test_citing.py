from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Visit
from search import indexing


@pytest.fixture
def two(archive):
    found = [archive.article("甲院的报道"), archive.article("乙院的报道")]
    found[0].bylines.create(order=1, name="郭文治", role="记者")
    return found


@pytest.mark.parametrize("query", ["", "?article=x", "?article=999999"])
def test_nothing_ticked_gives_no_file(lists, client, query):
    response = client.get(f"/articles/cited.txt{query}")
    assert response.status_code == 400
    assert "没有勾选报道" in response.text


def test_what_is_ticked_is_cited_in_its_order(two, client):
    first, second = two
    response = client.get("/articles/cited.txt", {"article": [second.pk, first.pk, second.pk]})
    lines = response.text.splitlines()
    assert [line.split("[EB/OL]")[0] for line in lines] == ["乙院的报道", "郭文治. 甲院的报道"]
    assert response["Content-Disposition"] == 'attachment; filename="partybuild.txt"'


@pytest.mark.parametrize(("style", "mark"), [("bib", "@"), ("ris", "TY  - ")])
def test_reference_managers_find_every_entry(two, client, style, mark):
    text = client.get(f"/articles/cited.{style}", {"article": [row.pk for row in two]}).text
    assert text.count(mark) == 2


def test_hidden_articles_are_not_cited(two, client):
    two[0].status, two[0].withdrawn_reason = "withdrawn", "重复"
    two[0].save()
    keys = {"article": [row.pk for row in two]}
    assert "甲院" not in client.get("/articles/cited.txt", keys).text
    assert "甲院" not in client.get("/articles/chosen.csv", keys).getvalue().decode("utf-8-sig")


def test_what_is_ticked_is_had_as_a_table(two, client):
    text = client.get("/articles/chosen.csv", {"article": two[1].pk}).getvalue().decode()
    assert len(text.strip().splitlines()) == 2
    assert "乙院的报道" in text
    assert client.get("/articles/chosen.csv").status_code == 400


def test_results_of_a_search_can_be_ticked(seeds, client):
    indexing.rebuild()
    text = client.get("/search/", {"q": "党建"}).text
    assert text.count('form="cite" name="article"') > 1
    assert 'formaction="/articles/cited.ris"' in text


def test_results_that_came_in_since_the_last_visit_are_marked(two, client, editor):
    indexing.rebuild()
    client.force_login(editor)
    now = timezone.now()
    Visit.objects.create(user=editor, seen=now, before=now - timedelta(days=1))
    type(two[0]).objects.filter(pk=two[0].pk).update(created_at=now - timedelta(days=2))
    text = client.get("/search/", {"q": "报道"}).text
    assert text.count('form="cite" name="article"') == 2
    assert text.count("上次访问以来入库") == 1
