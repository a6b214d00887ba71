"""Facts that follow their text when the borders between the articles of a source move."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from articles.curation.anchoring import Anchor, agreement, anchor, locate, places
from articles.curation.reconcile import TARGETS, Change, Difference, anchor_of
from articles.curation.tracing import Spot, Trail
from articles.models import Departure, Fact, Left, Origin, ReviewItem, ReviewStatus

Texts = Mapping[int, Mapping[str, str]]  # the parts of articles, by their keys
MOVED_ON = "所在文字已归入别的报道，重新识读后不再识出"


@dataclass(frozen=True, slots=True)
class Move:
    """The ledger before and after, what people have edited on either side, and the texts of now.

    An edited part is not what the ledger says of it: facts are found there by their quotes, too.
    """

    before: Trail
    after: Trail
    edited_before: Collection[tuple[int, str]]
    edited_after: Collection[tuple[int, str]]
    texts: Texts


def adopt(move: Move, gone: Collection[int], difference: Difference) -> None:
    """Hand the facts of articles whose borders moved to the ones that hold their text now.

    *gone* are articles found no more; what no one decided on and has no text now leaves with them.
    """
    homes = {*move.texts, *gone}
    for model in TARGETS:
        moved: list[Fact] = []
        stranded: list[Fact] = []
        for fact in model._default_manager.filter(article__in=homes).order_by("pk"):
            place = _followed(fact, move) or _found(fact, move.texts)
            if place is not None and place[0] != fact.article_id:
                moved.append(fact)
                difference.moved.append(Change.of(fact))
            elif place is None and fact.article_id in gone and not fact.decided:
                stranded.append(fact)
            if place is not None:
                fact.article_id, fact.part, there = place
                fact.start, fact.end, _, fact.prefix, fact.suffix = there
        _hand_over(model, moved)
        left = (Left(fact.pk, fact.quote, fact.article_id) for fact in stranded)
        Departure.objects.note(model, left, MOVED_ON)
        difference.removed += map(Change.of, stranded)
        model._default_manager.filter(pk__in=[fact.pk for fact in stranded]).delete()


Home = tuple[int, str, Anchor]  # article, part and place


def _followed(fact: Fact, move: Move) -> Home | None:
    """Return where the very characters of *fact* stand now, by the ledger."""
    if not fact.anchored or (fact.article_id, fact.part) in move.edited_before:
        return None
    spot = move.before.follow(
        move.after, Spot(fact.article_id, fact.part, fact.start), fact.end - fact.start
    )
    if spot is None:
        return None
    text = move.texts.get(spot.article, {}).get(spot.part, "")
    at = spot.at
    if spot[:2] in move.edited_after:  # not far from there, for what people wrote moved it on
        at = min(places(text, fact.quote), key=lambda one: abs(one - spot.at), default=at)
    there = anchor(text, at, at + fact.end - fact.start)
    return (spot.article, spot.part, there) if there.quote == fact.quote else None


def _found(fact: Fact, texts: Texts) -> Home | None:
    """Return where the quote of *fact* stands with most of its surroundings; its own article goes
    before others, and of several others none.
    """
    was = anchor_of(fact)
    scored = [
        (agreement(texts[pk][part], there.start, was), pk == fact.article_id, pk, part, there)
        for pk, part, there in _places(fact, texts)
    ]
    scored.sort(key=lambda one: one[:2], reverse=True)
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return None
    return scored[0][2:]


def _places(fact: Fact, texts: Texts) -> Iterator[Home]:
    for pk, parts in texts.items():
        if found := locate(parts, fact.part, anchor_of(fact)):
            yield (pk, *found)


def _hand_over(model: type[Fact], moved: list[Fact]) -> None:
    """Store facts with their new article; a place is theirs only when the reading finds them there."""
    keys = [fact.pk for fact in moved]
    model._default_manager.filter(pk__in=keys).update(anchored=False)
    for fact in moved:
        fact.anchored = False
    columns = ["article", "part", "start", "end", "prefix", "suffix"]
    model._default_manager.bulk_update(moved, columns, 200)
    items = list(ReviewItem.objects.filter(kind=str(model._meta.model_name), target__in=keys))
    homes = {fact.pk: fact.article_id for fact in moved}
    for item in items:
        item.article_id = homes[item.target]
    ReviewItem.objects.bulk_update(items, ["article"], 200)


def with_a_place(articles: Collection[int]) -> dict[tuple[str, int], Fact]:
    """Return what people decided on in *articles* and readers can see a place of, by model and key."""
    return {
        (str(model._meta.model_name), fact.pk): fact
        for model in TARGETS
        for fact in model._default_manager.filter(article__in=articles, anchored=True).exclude(
            origin=Origin.MACHINE, status=ReviewStatus.PENDING
        )
    }


def count_lost(
    before: Mapping[tuple[str, int], Fact], live: Collection[int], difference: Difference
) -> None:
    """Name the decided facts that had a place *before* and have none in the *live* articles now."""
    now = with_a_place(live)
    difference.lost += [Change.of(fact) for key, fact in before.items() if key not in now]
