"""Who may do what at the desk: three groups, and the rights that each is given.

A right is given once, when it first exists: what people have since taken from a group, or added to
it, no later ``migrate`` turns back. ``Role`` notes what has been given.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

# Rights by name, as ``has_perm`` takes them; * stands for anything.
LOOKING = ("articles.view_*", "search.view_*", "auditlog.view_logentry")
REVIEWING = (
    "articles.review_fact",
    "articles.change_article",
    "articles.change_source",  # borders between articles, reading again
    "articles.*_caption",
    "articles.*_byline",
    "articles.*_organizationalias",  # one that is deleted is struck out, not lost
    "articles.change_claim",
    "articles.change_report",
    *(
        f"articles.{verb}_{model}"
        for verb in ("add", "change")
        for model in (
            "organizationmention", "brandmention", "metric", "regionmention", "themeevidence",
            "organization", "brand",
        )
    ),
)  # fmt: skip
MANAGING = (
    "articles.*",
    "search.*",
    "auth.view_user",
    "auth.add_user",
    "auth.change_user",
    "auth.*_group",
)
PERSONAL = ("articles.*_visit", "search.*_savedsearch", "search.*_name")  # no page of the desk


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of work at the desk, with the rights that it takes."""

    key: str
    name: str
    about: str
    rights: tuple[str, ...]

    def holds(self, right: str) -> bool:
        """Tell whether *right*, such as ``articles.change_article``, goes with this work."""
        return _any(right, self.rights) and not _any(right, PERSONAL)


DUTIES = (
    Duty("reader", "只读", "看编辑台的一切，什么也不能改", LOOKING),
    Duty(
        "editor", "编辑", "审核事实，更正报道；不能删除、导入、合并，不管用户", LOOKING + REVIEWING
    ),
    Duty(
        "manager",
        "管理员",
        "另可导入、合并、删除，维护词表，管理用户",
        LOOKING + REVIEWING + MANAGING,
    ),
)


def _any(right: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(right, pattern) for pattern in patterns)
