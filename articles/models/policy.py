"""Terms of party and state that the archive adds to those of the project."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.extraction.vocabulary import BrandKind
from articles.models.tracking import TrackedQuerySet, tracked

KINDS = [
    (kind.value, kind.label)
    for kind in BrandKind
    if kind not in (BrandKind.BRAND, BrandKind.METHOD)  # names that belong to somebody
]


class PolicyTermQuerySet(TrackedQuerySet["PolicyTerm"]):
    """Terms of policy."""


@tracked(label="term")
class PolicyTerm(models.Model):
    """A term that no unit owns: a campaign of party or state, or a set phrase that is nothing."""

    term = models.CharField("词语", max_length=60, unique=True, help_text="照写，不带引号")
    kind = models.CharField(
        "种类", max_length=10, choices=KINDS, blank=True, help_text="留空：固定用语，不收作品牌"
    )
    bare = models.BooleanField("无引号也识读", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = PolicyTermQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "政策用语"
        ordering = ["term"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *dict(KINDS)]), name="policy_term_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(bare=False) | ~Q(kind=""), name="policy_term_bare_is_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.term
