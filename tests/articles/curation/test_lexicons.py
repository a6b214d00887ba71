import pytest
from django.db import IntegrityError, transaction

from articles.curation import lexicons
from articles.curation.ingest import reread
from articles.models import Brand, PolicyTerm


def test_a_set_phrase_that_an_admin_adds_is_no_brand_after_the_next_reading(article):
    assert Brand.objects.filter(name="六学联动").exists()
    before = lexicons.version()
    assert article.source.rules_version == before
    lexicons.save_term(PolicyTerm(term="六学联动"))
    reread(article.source)
    assert not Brand.objects.filter(name="六学联动").exists()
    assert article.source.rules_version == lexicons.version() != before
    lexicons.delete_term(PolicyTerm.objects.get())
    reread(article.source)
    assert Brand.objects.filter(name="六学联动").exists()
    assert article.source.rules_version == before


@pytest.mark.parametrize("term", [{"kind": "品牌"}, {"kind": "", "bare": True}])
def test_a_rule_that_makes_no_sense_is_refused_by_the_database(db, term):
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyTerm.objects.create(term="试", **term)


def test_suspected_misprints_are_noted_and_the_text_stays(seeds, client):
    paper = seeds[1].source.articles.get()
    assert {"text": "疫情防空", "suggestion": "疫情防控"} in paper.misprints
    assert "疫情防空" in "".join(paper.keywords)
    assert "疑似误印，照原文未改" in client.get(paper.get_absolute_url()).content.decode()
