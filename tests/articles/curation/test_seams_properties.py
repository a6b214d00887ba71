"""Whatever is done to the borders of a source, in any order, what people said and wrote stands."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings as limits, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles.curation import corrections, seams
from articles.curation.facts import key_of
from articles.curation.ingest import ingest, reread
from articles.curation.pairing import live
from articles.curation.reconcile import TARGETS
from articles.models import Article
from tests.articles.curation.test_seams import TEXT, rows

THIRD = "乌镇社区党支部开办夜校\n\n近日，浙江省桐乡市乌镇社区党支部开办夜校9期，培训党员230人次。\n\n图为夜校现场。张三/摄\n\n社区党支部书记说，还将开办夜校6期。"


class Desk(RuleBasedStateMachine):
    """A source of three articles, and an editor who moves its borders."""

    editor: object

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.source = ingest(f"{TEXT}\n\n\n{THIRD}".encode(), "三篇.txt").source
        self.own = seams.starts(self.source)
        self.words = {}  # what a person said of facts
        self.written = []  # what a person wrote into texts
        self.addresses = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def sewn(self, starts):
        try:
            with transaction.atomic():
                seams.sew(self.source, starts, by=self.editor)
        except ValidationError:  # an article without a text
            return False
        return True

    @rule(data=st.data())
    def move_borders(self, data):
        places = [line.start for line in seams.lines(self.source.text)[1:]]
        self.sewn(data.draw(st.lists(st.sampled_from(places), max_size=4, unique=True)))

    @rule(data=st.data())
    def move_borders_and_back(self, data):
        before, held = rows(self.source), seams.starts(self.source)
        places = [line.start for line in seams.lines(self.source.text)[1:]]
        if self.sewn(data.draw(st.lists(st.sampled_from(places), max_size=4, unique=True))):
            assert self.sewn(held)
            assert rows(self.source) == before

    @rule()
    def give_borders_back(self):
        seams.sew(self.source, None, by=self.editor)
        assert seams.starts(self.source) == self.own

    @rule()
    def reread(self):
        reread(self.source)
        assert reread(self.source).empty

    @rule(data=st.data(), verb=st.sampled_from([corrections.confirm, corrections.reject]))
    def decide(self, data, verb):
        facts = [
            fact
            for model in TARGETS
            for fact in model._default_manager.filter(article__in=live(self.source)).order_by("pk")
        ]
        if facts:
            fact = data.draw(st.sampled_from(facts))
            verb(fact, by=self.editor)
            self.words[type(fact), fact.pk] = (fact.status, fact.quote, key_of(fact))

    @rule(data=st.data(), paragraph=st.booleans())
    def write(self, data, paragraph):
        article = data.draw(st.sampled_from(live(self.source)))
        body = article.body
        whole = [
            n for n in range(len(body) + 1) if body.count("〖", 0, n) == body.count("〗", 0, n)
        ]
        at = data.draw(st.sampled_from(whole))  # not within what was written before
        word = f"〖补{len(self.written)}〗"
        if paragraph:
            at = max(body.find("\n\n", at), 0)
            word = f"\n\n{word}新的一段。" if at else f"{word}新的一段。\n\n"
        body = body[:at] + word + body[at:]
        corrections.amend_article(article, by=self.editor, changes={"body": body})
        self.written.append(word[word.index("〖") : word.index("〗") + 1])

    @invariant()
    def every_word_of_a_person_stands(self):
        for (model, pk), word in self.words.items():
            fact = model._default_manager.get(pk=pk)
            assert (fact.status, fact.quote, key_of(fact)) == word

    @invariant()
    def what_a_person_wrote_stands_once(self):
        bodies = "\n\n".join(article.body for article in live(self.source))
        assert [bodies.count(word) for word in self.written] == [1] * len(self.written)

    @invariant()
    def no_address_is_lost(self):
        now = set(self.source.articles.values_list("pk", flat=True))
        assert self.addresses <= now
        self.addresses = now

    @invariant()
    def the_ledger_is_exact_and_facts_stand_where_they_say(self):
        call_command("verify", stdout=StringIO())
        held = [a.ordinal for a in live(self.source)]
        assert held == list(range(1, len(held) + 1))
        assert Article.objects.filter(ordinal__gte=20_000).count() == 0


@pytest.fixture
def machine(lists, editor):
    return type("WithEditor", (Desk,), {"editor": editor})


def test_no_order_of_borders_edits_readings_and_decisions_loses_a_word_of_a_person(machine):
    run_state_machine_as_test(
        machine,
        settings=limits(
            max_examples=12,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
            stateful_step_count=7,
            suppress_health_check=list(HealthCheck),
        ),
    )
