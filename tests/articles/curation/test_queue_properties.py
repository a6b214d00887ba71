"""Whatever is decided, taken back and read again, in any order: the queue keeps people's words."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings as limits, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles.curation import alike, queue, verdicts
from articles.curation.exhibits import exhibit
from articles.curation.ingest import ingest, store
from articles.curation.queue import Slice
from articles.curation.verdicts import Word
from articles.models import Claim, Metric, OrganizationMention, ReviewItem, Ruling, Verdict
from tests.articles.curation.test_reconcile_properties import READINGS, read, thinned

PLACE = ("part", "start", "end", "prefix", "suffix", "anchored")  # a reading may move it
STATUS = {
    Ruling.ACCEPTED: "confirmed",
    Ruling.AMENDED: "confirmed",
    Ruling.REJECTED: "rejected",
}


def columns(row):
    """Return what *row* says, wherever it stands."""
    values = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in values.items() if name not in PLACE}


def row_of(verdict):
    return apps.get_model("articles", verdict.kind)._default_manager.get(pk=verdict.target)


class Queue(RuleBasedStateMachine):
    """One article, two editors at one queue, and rules that change."""

    editors: tuple

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.found = read(*READINGS[0])
        self.source = ingest("\n\n".join(READINGS[0]).encode(), "甲.txt").source
        store(self.source, (self.found,))
        self.before = {}  # of each decision: the row as it was
        self.after = {}  # and as it is to stay

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def pick(self, data):
        return data.draw(st.sampled_from(self.editors))

    def note(self, batch, rows):
        for verdict in batch:
            self.before[verdict.pk] = rows[verdict.kind, verdict.target]
            self.after[verdict.pk] = columns(row_of(verdict))

    @rule(data=st.data(), ruling=st.sampled_from(Ruling), value=st.integers(1, 99))
    def decide(self, data, ruling, value):
        user = self.pick(data)
        item = queue.take(user.pk, Slice())
        if item is None:
            return
        shown = exhibit(item)
        changes = {}
        if ruling == Ruling.AMENDED:
            changes = self.changes(shown.row, value)
            ruling = ruling if changes else Ruling.ACCEPTED
        reason = "other" if ruling == Ruling.REJECTED else ""
        before = columns(shown.row)
        word = Word(ruling, reason, changes=changes)
        try:
            with transaction.atomic():
                verdict = verdicts.decide(item.pk, word, stamp=shown.stamp, by=user)
        except ValidationError:  # another fact of the same thing stands there
            return
        self.note([verdict], {(verdict.kind, verdict.target): before})

    def changes(self, row, value):
        if isinstance(row, Metric):
            return {"value": Decimal(value), "value_max": None}
        if isinstance(row, OrganizationMention):
            other = type(row.organization).objects.order_by("pk").exclude(pk=row.organization_id)
            return {"organization": other.first()}
        if isinstance(row, Claim) and row.field == "sector":
            return {"sector": "school"}
        return {}

    @rule(data=st.data())
    def skip(self, data):
        user = self.pick(data)
        if item := queue.take(user.pk, Slice()):
            queue.skip(item, user.pk)

    @rule(data=st.data(), newest=st.booleans())
    def undo(self, data, newest):
        user = self.pick(data)
        mine = list(Verdict.objects.standing().filter(by=user))
        if not mine:
            return
        verdict = verdicts.last_of(user.pk) if newest else data.draw(st.sampled_from(mine))
        for one in verdicts.undo(verdict, by=user).verdicts:
            assert columns(row_of(one)) == self.before[one.pk]
            assert ReviewItem.objects.filter(kind=one.kind, target=one.target, done=False).exists()

    @rule(data=st.data(), key=st.sampled_from(["quote", "rule"]))
    def carry_over(self, data, key):
        user = self.pick(data)
        verdict = verdicts.last_of(user.pk)
        found = alike.sweep(verdict, key) if verdict else None
        if found is None:
            return
        rows = {(i.kind, i.target): columns(exhibit(i).row) for i in found.items}
        swept = alike.carry_over(verdict, key, stamp=found.stamp, by=user)
        new = Verdict.objects.standing().exclude(pk__in=self.after)
        assert swept.done == len(new)
        self.note(new, rows)

    @rule(blocks=st.sampled_from(READINGS), seed=st.integers(0, 2**12 - 1))
    def read_again(self, blocks, seed):
        self.found = thinned(read(*blocks), seed)
        store(self.source, (self.found,))

    @invariant()
    def every_decision_that_stands_is_what_its_row_says(self):
        standing = list(Verdict.objects.standing())
        assert len({(one.kind, one.target) for one in standing}) == len(standing)
        for one in standing:
            row = row_of(one)
            assert columns(row) == self.after[one.pk]
            assert (row.reviewed_at, row.reviewed_by_id) == (one.decided_at, one.by_id)
            if one.kind != "claim":
                assert row.status == STATUS[one.ruling]

    @invariant()
    def what_waits_is_what_nobody_has_decided(self):
        for item in ReviewItem.objects.all():
            assert item.done == exhibit(item).row.decided


@pytest.fixture
def machine(lists, editor):
    other = get_user_model().objects.create_superuser("lingyi")
    return type("WithEditors", (Queue,), {"editors": (editor, other)})


def test_no_order_of_decisions_undoings_and_readings_loses_a_word(machine):
    run_state_machine_as_test(
        machine,
        settings=limits(
            max_examples=10,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),  # to shrink takes minutes
        ),
    )
