"""What an edit of a text does to the facts that stand in it: compared before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from articles.curation.reconcile import TARGETS
from articles.models import Article, Fact

Standing = Mapping[tuple[str, int], Fact]  # by the name of the model and the key


@dataclass(frozen=True, slots=True)
class Moved:
    """A fact that stands elsewhere than before, as it was and as it is."""

    was: Fact
    now: Fact

    @property
    def afar(self) -> bool:
        """Tell whether it is in another part, or among other words, and not merely further on."""
        same = self.was.prefix == self.now.prefix or self.was.suffix == self.now.suffix
        return self.was.part != self.now.part or not same


@dataclass(frozen=True, slots=True)
class Effect:
    """The facts that an edit moves, those that lose their place by it, and those that find it again."""

    moved: tuple[Moved, ...]
    lost: tuple[Fact, ...]
    found: tuple[Fact, ...]

    def __bool__(self) -> bool:
        return bool(self.moved or self.lost or self.found)


def standing(article: Article) -> Standing:
    """Return the facts of *article* as they stand now."""
    return {
        (str(model._meta.model_name), fact.pk): fact
        for model in TARGETS
        for fact in model._default_manager.filter(article=article).order_by("part", "start", "pk")
    }


def compare(before: Standing, after: Standing) -> Effect:
    """Return what happened to the facts of *before*; one that is gone counts as lost."""
    pairs = [(was, after.get(key)) for key, was in before.items()]
    moved = [
        Moved(was, now)
        for was, now in pairs
        if now and was.anchored and now.anchored and _place(was) != _place(now)
    ]
    return Effect(
        moved=tuple(moved),
        lost=tuple(was for was, now in pairs if was.anchored and not (now and now.anchored)),
        found=tuple(now for was, now in pairs if now and now.anchored and not was.anchored),
    )


def _place(fact: Fact) -> tuple[str, int, int]:
    return (fact.part, fact.start, fact.end)
