"""Whatever people and readings do to an article, in any order, what a person said stands."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings as limits, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles import extraction
from articles.curation import corrections
from articles.curation.facts import key_of
from articles.curation.ingest import ingest, store
from articles.curation.reconcile import TARGETS
from articles.models import Article, BrandMention, Metric, Organization, OrganizationMention

LEAD = "近日，吉林省白山市中心医院党委打造“红心向党”党建品牌，开展义诊12次、讲座15场、培训18期，服务群众300余人次。"
WHOLE = "白山市中心医院党委组织培训15场，其中线上培训12场，培训干部800人次。长春市第二医院党委派出专家15名。"
AGAIN = "白山市中心医院党委组织培训15场，服务群众300余人次。"
CAPTION = "图为白山市中心医院义诊现场。王一/摄"
PARAGRAPHS = (LEAD, WHOLE, AGAIN)
# Figures of equal length at equal distances: moved by 6 characters, one lands on its neighbour.
EDITS = (
    ("、讲座15场", ""),
    ("近日", "近日近日近日近日"),
    ("义诊12次、", ""),
    (AGAIN, ""),
    (WHOLE, AGAIN),
    ("15场", "16场"),
    ("\n\n", "\n\n新的一段。\n\n"),
)


def read(*blocks):
    """Return what the rules of today make of a report of these paragraphs."""
    text = "\n\n".join(["白山市中心医院党委深化“红心向党”品牌建设", "■记者 王一", *blocks])
    return extraction.extract(text)[0]


READINGS = (
    (*PARAGRAPHS, CAPTION),
    (LEAD, AGAIN, CAPTION),  # a paragraph lost
    (CAPTION, *PARAGRAPHS),
    (AGAIN, LEAD, WHOLE),  # the order found otherwise, the caption gone
    (LEAD, WHOLE, "图为" + AGAIN + "王一/摄"),  # a paragraph told to be a caption
    (LEAD, AGAIN, WHOLE, AGAIN),
)


def thinned(found, seed):
    """Return *found* as rules would give it that miss some facts."""

    def some(rows):
        return tuple(row for number, row in enumerate(rows) if seed >> number & 1)

    organizations = tuple(
        replace(one, mentions=some(one.mentions) or one.mentions) for one in found.organizations
    )
    metrics = tuple(
        replace(one, value=one.value + seed % 3, value_max=None) for one in some(found.metrics)
    )
    return replace(
        found,
        organizations=organizations,
        metrics=metrics,
        regions=some(found.regions),
        themes=some(found.themes),
    )


def rows_of(article):
    """Return every column of every fact, whatever its key."""
    return [
        values
        for model in TARGETS
        for values in model._default_manager.filter(article=article).order_by("pk").values()
    ]


def said(fact):
    """Return what a person's word on *fact* is made of."""
    value = getattr(fact, "value", None)
    return (fact.status, fact.origin, fact.quote, key_of(fact), value, fact.reviewed_by_id)


class Archive(RuleBasedStateMachine):
    """One article, an editor, and rules that change."""

    editor: object

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.found = read(*READINGS[0])
        self.source = ingest("\n\n".join(READINGS[0]).encode(), "甲.txt").source
        store(self.source, (self.found,))
        self.article = self.source.articles.get()
        self.body = ""
        self.words = {}
        self.gone = []  # what was rejected or changed away: its key, quote and surroundings

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def pick(self, data, *models):
        """Return one of the facts of these models."""
        facts = [
            fact
            for model in models or TARGETS
            for fact in model._default_manager.filter(article=self.article).order_by("pk")
        ]
        return data.draw(st.sampled_from(facts)) if facts else None

    def note(self, fact):
        fact = type(fact)._default_manager.get(pk=fact.pk)
        self.words[type(fact), fact.pk] = said(fact)

    def refuse(self, fact):
        self.gone.append((type(fact), key_of(fact), fact.quote, fact.prefix, fact.suffix))

    @rule(data=st.data())
    def confirm(self, data):
        if fact := self.pick(data):
            corrections.confirm(fact, by=self.editor)
            self.note(fact)

    @rule(data=st.data())
    def reject(self, data):
        if fact := self.pick(data):
            corrections.reject(fact, by=self.editor)
            self.note(fact)
            if fact.anchored:
                self.refuse(fact)

    def amend(self, fact, **changes):
        try:
            with transaction.atomic():
                corrections.amend(fact, by=self.editor, changes=changes)
        except ValidationError:  # another fact stands there, or the place is outside the text
            return
        if fact.anchored and not fact.decided:
            self.refuse(fact)
        self.note(fact)

    @rule(data=st.data(), value=st.integers(1, 99))
    def amend_value(self, data, value):
        if fact := self.pick(data, Metric):
            self.amend(fact, value=Decimal(value))

    @rule(data=st.data())
    def amend_organization(self, data):
        if fact := self.pick(data, OrganizationMention):
            other = data.draw(st.sampled_from(list(Organization.objects.order_by("pk"))))
            if other.pk != fact.organization_id:
                self.amend(fact, organization_id=other.pk)

    @rule(data=st.data(), start=st.integers(-3, 20), end=st.integers(-3, 20))
    def amend_span(self, data, start, end):
        if fact := self.pick(data):
            self.amend(fact, start=max(0, fact.start + start), end=max(1, fact.end + end))

    @rule(data=st.data())
    def amend_part(self, data):
        if fact := self.pick(data, OrganizationMention, BrandMention):
            self.amend(fact, part="headline", start=0, end=len(fact.quote))

    @rule(data=st.data(), start=st.integers(0, 100), length=st.integers(1, 12))
    def add(self, data, start, length):
        place = {"part": "body", "start": start, "end": start + length}
        body = Organization.objects.order_by("pk").first()
        fact = OrganizationMention(article=self.article, organization=body, **place)
        try:
            with transaction.atomic():
                corrections.add(fact, by=self.editor)
        except ValidationError:
            return
        self.note(fact)

    @rule(edit=st.sampled_from(EDITS))
    def edit_body(self, edit):
        article = Article.objects.get(pk=self.article.pk)
        self.body = article.body.replace(*edit, 1)
        corrections.amend_article(article, by=self.editor, changes={"body": self.body})

    @rule(data=st.data(), region=st.sampled_from([None, "220000", "230400"]))
    def change_organization(self, data, region):
        if mention := self.pick(data, OrganizationMention):
            body, old = mention.organization, key_of(mention)
            if "（" not in body.name:
                body.name, body.region_id = f"{body.name}（总院）", region
            corrections.save_organization(body)
            mention.refresh_from_db()
            self.rekey(old, key_of(mention))

    @rule(data=st.data())
    def change_brand(self, data):
        if mention := self.pick(data, BrandMention):
            brand, old = mention.brand, key_of(mention)
            brand.name, brand.owner = "红心", Organization.objects.order_by("-pk").first()
            corrections.save_brand(brand)
            mention.refresh_from_db()
            self.rekey(old, key_of(mention))

    def rekey(self, old, new):
        """Follow a new name or region: a word spoken of the one counts for the other."""
        self.words = {
            fact: (*word[:3], new if word[3] == old else word[3], *word[4:])
            for fact, word in self.words.items()
        }
        self.gone = [(m, new if key == old else key, *rest) for m, key, *rest in self.gone]

    @rule(blocks=st.sampled_from(READINGS), seed=st.integers(0, 2**12 - 1))
    def change_rules(self, blocks, seed):
        self.found = thinned(read(*blocks), seed)
        self.reread()

    @rule()
    def reread(self):
        store(self.source, (self.found,))
        once, bodies = rows_of(self.article), Organization.objects.count()
        assert store(self.source, (self.found,)).empty
        assert rows_of(self.article) == once
        assert Organization.objects.count() == bodies
        undecided = [
            (type(fact), key_of(fact), fact.quote, fact.prefix, fact.suffix)
            for model in TARGETS
            for fact in model._default_manager.filter(article=self.article)
            if not fact.decided
        ]
        assert [one for one in undecided if one in self.gone] == []

    @invariant()
    def every_word_of_a_person_stands(self):
        for (model, pk), word in self.words.items():
            assert said(model._default_manager.get(pk=pk)) == word

    @invariant()
    def every_fact_with_a_place_stands_there(self):
        article = Article.objects.get(pk=self.article.pk)
        if self.body:
            assert article.body == self.body
        parts = article.parts()
        for model in TARGETS:
            for fact in model._default_manager.filter(article=article, anchored=True):
                assert parts.get(fact.part, "")[fact.start : fact.end] == fact.quote


@pytest.fixture
def machine(lists, editor):
    return type("WithEditor", (Archive,), {"editor": editor})


def test_no_order_of_decisions_edits_and_readings_loses_a_word_of_a_person(machine):
    run_state_machine_as_test(
        machine,
        settings=limits(
            max_examples=20,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
            stateful_step_count=8,
            suppress_health_check=list(HealthCheck),
        ),
    )
