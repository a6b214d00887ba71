"""The names by which readers find things: what suggestions and the like are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Article, ArticleStatus, BrandMention, OrganizationMention
from articles.models.naming import syllables
from search.analysis import fold

BATCH = 500


class NameKind(models.TextChoices):
    """What a name stands for."""

    ORGANIZATION = "organization", "单位"
    BRAND = "brand", "品牌"
    REGION = "region", "地区"
    THEME = "theme", "主题"
    ARTICLE = "article", "报道"
    WORD = "word", "词语"


def spelled(text: str) -> str:
    """Return the letters and digits of folded *text*: what two printings of a name share.

    >>> spelled("“医心向党·初心卫民” ＬＯＧＯ")
    '医心向党初心卫民logo'
    """
    return "".join(sign for sign in fold(text) if sign.isalnum())


class NameQuerySet(models.QuerySet["Name"]):
    """The questions that search asks about names."""

    def public(self) -> NameQuerySet:
        """Those whose page a reader can open at this moment, whatever was so when it was noted."""
        here = OuterRef("target")
        published = {"article__status": ArticleStatus.PUBLISHED}
        organizations = OrganizationMention.objects.public().filter(organization=here, **published)
        brands = BrandMention.objects.public().filter(brand=here, **published)
        return self.filter(
            Q(kind__in=[NameKind.REGION, NameKind.THEME])
            | Q(Exists(Article.objects.listed().filter(pk=here)), kind=NameKind.ARTICLE)
            | Q(Exists(organizations), kind=NameKind.ORGANIZATION)
            | Q(Exists(brands), kind=NameKind.BRAND)
        )

    def bring(self, wanted: Iterable[Name]) -> None:
        """Make the names of this query set equal to *wanted*; what is there already stays.

        A name that stays keeps its key, so that who has read it need not read it again.
        """
        there = {(row.kind, row.target, row.label): row for row in self}
        new, changed = [], []
        for name in wanted:
            old = there.pop((name.kind, name.target, name.label), None)
            if old is None:
                new.append(name)
            elif (old.detail, old.address, old.weight) != (name.detail, name.address, name.weight):
                name.pk, name.folded, name.pinyin = old.pk, old.folded, old.pinyin
                changed.append(name)
        for name in new:
            name.folded = spelled(name.label)
            name.pinyin = " ".join(syllables(name.folded))
        with transaction.atomic():
            self.model.objects.drop(row.pk for row in there.values())
            self.bulk_update(changed, ["detail", "address", "weight"], batch_size=BATCH)
            self.bulk_create(new, batch_size=BATCH)

    def weigh(self, weights: Mapping[int, int]) -> None:
        """Give each name of this query set the weight of its target, 0 where there is none."""
        rows = self.filter(Q(weight__gt=0) | Q(target__in=weights)).only("target", "weight")
        changed = [row for row in rows if row.weight != weights.get(row.target, 0)]
        for row in changed:
            row.weight = weights.get(row.target, 0)
        self.bulk_update(changed, ["weight"], batch_size=BATCH)

    def drop(self, pks: Iterable[int]) -> None:
        """Delete the names with these keys, however many."""
        keys = list(pks)
        for start in range(0, len(keys), BATCH):
            self.filter(pk__in=keys[start : start + BATCH]).delete()


class Name(models.Model):
    """A name of something that has a page, or a word of the texts that has none.

    ``folded`` is the name in letters and digits alone, ``pinyin`` one syllable for each of its
    characters. No foreign key to the thing: names are made anew from the archive.
    """

    kind = models.CharField("种类", max_length=12, choices=NameKind)
    target = models.BigIntegerField("编号", default=0)
    label = models.CharField("名称", max_length=300)
    detail = models.CharField("说明", max_length=300, blank=True)
    address = models.CharField("网址", max_length=300, blank=True)
    folded = models.CharField("比较用名", max_length=300)
    pinyin = models.TextField("拼音")
    weight = models.PositiveIntegerField("分量", default=0)

    objects = NameQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索用名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target", "label"], name="name_once")
        ]
        indexes = [models.Index(fields=["folded"], name="name_by_text")]

    def __str__(self) -> str:
        return self.label
