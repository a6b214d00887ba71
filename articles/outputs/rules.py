"""The rules of reading, by names that editors can tell apart."""

from __future__ import annotations

# A rule is called as the code calls it, parts of its name joined by "/": how the number is written,
# and from where its subject is known.
NAMES = {
    "organization.named": "写明单位名称",
    "organization.prefix": "省略前缀的单位名称",
    "organization.part": "单位名称的一部分",
    "organization.anaphor": "代称（该院、我院）",
    "organization.declared": "文中交代的简称",
    "brand.again": "上文已有的品牌名称",
    "brand.called": "文中称为品牌",
    "brand.creation": "写明创建、打造",
    "brand.end": "引号后写明种类",
    "brand.handle": "写明载体、抓手",
    "brand.noun": "引号后的名词",
    "brand.numbered": "带数字的名称",
    "brand.part": "并列名称的一项",
    "brand.policy": "政策用语表",
    "brand.shape": "名称的字形",
    "brand.steps": "几步工作法",
    "brand.unquoted": "未加引号的名称",
    "brand.verb": "引号前的动词",
    "full-name": "地名全称",
    "full-name-in-context": "有多处同名的全称，按上下文",
    "after-parent": "紧接上级地名",
    "in-name": "单位名称中的地名",
    "short-of-named": "文中有全称的简称",
    "short-in-context": "简称，按上下文",
    "short-province": "省名简称",
    "abbreviation": "单字简称",
    "local-body": "当地机构",
    "headline-prefix": "标题开头的地名",
    "vote": "文中地名的多数",
    "strong-cue": "主题关键词",
    "arabic": "阿拉伯数字",
    "han": "汉字数字",
    "range": "数字区间",
    "percent-in-words": "百分之几",
    "respective": "分别对应",
    "twin": "两个单位连用",
    "after": "数字之后的名词",
    "after-de": "数字之后“的”字后的名词",
    "dealt": "依次分配的名词",
    "none": "未找到所指",
    "object": "动词的宾语",
    "person-unit": "量词指人",
    "same-as-before": "与上一数字相同",
    "series": "并列数字",
    "share-of": "占上一数字的比例",
    "topic": "句首的名词",
    "verb": "动词",
    "whole": "总数",
}


def rule_label(rule: str) -> str:
    """Return what a rule goes by at the desk; one without a name here stands as the code calls it.

    >>> rule_label("arabic/topic")
    '阿拉伯数字，句首的名词'
    """
    return "，".join(NAMES.get(part, part) for part in rule.split("/"))
