"""The closed lists that extraction and the database share, each value with its Chinese label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enum whose members carry a Chinese ``label``."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make the member *value* with its *label*."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return ``(value, label)`` pairs, as Django's fields want them."""
        return [(member.value, member.label) for member in cls]


class ArticleKind(Labelled):
    """What sort of text an article is."""

    NEWS = "news", "报道"
    PAPER = "paper", "论文"
    BRIEF = "brief", "简讯"


class OrganizationType(Labelled):
    """What sort of body an organization is."""

    HOSPITAL = "hospital", "医院"
    PARTY_COMMITTEE = "party_committee", "党委（组）与党委部门"
    PARTY_BRANCH = "party_branch", "党支部"
    GOVERNMENT = "government", "机关"
    COMMUNITY = "community", "社区与村"
    SCHOOL = "school", "学校"
    ASSOCIATION = "association", "社团"
    COMPANY = "company", "企业"
    MEDIA = "media", "媒体"
    OTHER = "other", "其他"


class BrandKind(Labelled):
    """What sort of named undertaking a brand row is; the values are the field's own words."""

    BRAND = "品牌", "品牌"
    METHOD = "工作法", "工作法"
    PROJECT = "工程", "工程"
    CAMPAIGN = "行动", "行动"
    ACTIVITY = "活动", "活动"
    MECHANISM = "机制", "机制"
    OTHER = "其他", "其他"


class BrandLevel(Labelled):
    """Where a brand stands in a 1+N system."""

    SYSTEM = "system", "体系（1）"
    UNIT = "unit", "单位（N）"
    PROGRAMME = "programme", "项目"


class Qualifier(Labelled):
    """How exact the text says that a number is; the printed word stands beside it."""

    EXACT = "exact", "确数"
    MORE = "more", "以上"
    LESS = "less", "不足"
    ABOUT = "about", "约数"
    REACHED = "reached", "达到"


class UnitFamily(Labelled):
    """Units that may stand on one axis; values of different families are never added."""

    PEOPLE = "people", "人数"
    VISITS = "visits", "人次"
    BODIES = "bodies", "单位与组织"
    EVENTS = "events", "场次"
    MONEY = "money", "金额"
    SHARE = "share", "百分比"
    AREA = "area", "面积"
    TIME = "time", "时间"
    COUNT = "count", "计数"


class MetricStatus(Labelled):
    """Whether a figure is a result or a target."""

    ACHIEVED = "achieved", "已完成"
    PLANNED = "planned", "计划"


class ArithmeticCheck(Labelled):
    """What recomputing a stated share or part gave."""

    NONE = "none", "无可验算"
    RIGHT = "right", "验算相符"
    DOUBTFUL = "doubtful", "验算不符"


class Basis(Labelled):
    """Where a value comes from."""

    STATED = "stated", "文中写明"
    INFERRED = "inferred", "推断"
    PERSON = "person", "人工"


class DatePrecision(Labelled):
    """How much of a date is known."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    UNKNOWN = "unknown", "不详"


class RegionLevel(Labelled):
    """The level of an administrative division."""

    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地级"
    COUNTY = "county", "县级"


class SegmentKind(Labelled):
    """What became of a run of source characters."""

    TEXT = "text", "原位"
    MOVED = "moved", "移出"
    FURNITURE = "furniture", "版面符号"


class Sector(Labelled):
    """The field of party work that an article speaks of."""

    HOSPITAL = "hospital", "公立医院"
    COMMUNITY = "community", "社区"
    RURAL = "rural", "农村"
    ENTERPRISE = "enterprise", "国企"
    AGENCY = "agency", "机关"
    SCHOOL = "school", "学校"
    NEW_ORGANIZATIONS = "new", "两新组织"
    RETIRED = "retired", "离退休"
    OTHER = "other", "其他"
