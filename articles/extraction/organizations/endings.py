"""Where names end in a passage, and the forms that have no ending: 该院, 中铁四局, 健康永康."""

from __future__ import annotations

import re

from articles.extraction.organizations.suffixes import Suffix, endings_in, suffixes
from articles.extraction.organizations.walking import Reading
from articles.extraction.vocabulary import OrganizationType

ANAPHOR = re.compile(
    r"(?:该(?:镇|乡)|(?:该|我|本|全)(?:医院|院|局|集团|公司|分公司|校|村|社区|支部|党支部|党委|党总支|中心|企业|街道|厂|矿|站|合作社|学院|大学|商会|学会|律所|支行|项目部|联社|油田|电厂|林场|农场|场(?![所景地面馆合次内外])|段(?!时|路)|园(?!林|区)|馆|行|所(?![有属在谓以需能])|协会))"
    r"(?![士长业民家部子])"
)
WORKING_COMMITTEE = re.compile(
    r"委(?![员会托派任])(?:(?![和与及][省市县区州旗]委)[\u4e00-\u9fff]){2,14}?(?:工作委员会|工委)"
)  # 委教育工作委员会
NUMERAL = "[一二三四五六七八九十〇○零百]"
FORMS = (  # endings and whole names that hold a number or a name, with type and role
    (
        re.compile(r"(?<=[市县区省州])第?[一二三四五六七八九](?:医|院)(?![院生药疗师务科士校])"),
        OrganizationType.HOSPITAL,
        "own",
    ),
    (WORKING_COMMITTEE, OrganizationType.PARTY_COMMITTEE, "own"),
    (
        re.compile(rf"(?<!第){NUMERAL}{{1,3}}中(?![\u4e00-\u9fff]?[学心央院年期旬午间全会])"),
        OrganizationType.SCHOOL,
        "own",
    ),
    (
        re.compile(r"[\u4e00-\u9fff]{2}行业(?:综合|联合)?(?:党委|党总支|党支部)"),
        OrganizationType.PARTY_COMMITTEE,
        "sector",
    ),
    (re.compile(rf"第?{NUMERAL}{{1,3}}支部(?!委)"), OrganizationType.PARTY_BRANCH, "unit"),
    (
        re.compile(
            rf"(?:中[铁建交冶水煤核]|中国水电|水电|中国核工业|中化){NUMERAL}{{1,3}}(?:[公航]?局|冶|建|院|处)"
            r"|中铁(?:建工|隧道局|大桥局|电气化局|建设|上海工程局|北京工程局|广州工程局|武汉电气化局|物贸|置业)"
            r"|中建(?:安装|科技|科工|路桥|装饰|港航局|交通|西部建设|新疆建工|方程|环能|海峡)"
        ),
        OrganizationType.COMPANY,
        "whole",
    ),
    (
        re.compile(
            r"(?:顺丰|圆通|中通|申通|韵达|极兔|德邦|京东|菜鸟|美团|饿了么|达达|闪送)(?:快递|速递|速运|物流|外卖)?"
            r"(?:(?!骑手|小哥|快递员|外卖员|[等在与和为是有、])[\u4e00-\u9fff]){0,6}?"
            r"(?:站点|网点|营业[部点]|分部|分公司|配送站|转运中心|分拨中心|站(?![长台点]))"
        ),
        OrganizationType.COMPANY,
        "whole",
    ),
    (
        re.compile(
            rf"(?:中国人民解放军|解放军|联勤保障部队|空军|海军|陆军|火箭军|武警|战略支援部队){{1,2}}"
            rf"(?:第?(?:{NUMERAL}{{1,5}}|\d{{2,3}}))医院"
        ),
        OrganizationType.HOSPITAL,
        "whole",
    ),
)
ACCOUNT = re.compile(
    r"(?:健康|平安|文明|清廉|学习|法治|最美|清风)(?P<place>[\u4e00-\u9fff]{2,4}?)(?=”?[、和]?[^。，,；;]{0,12}(?:公众号|新媒体|客户端|视频号|抖音号|融媒))"
)


def endings(reading: Reading, shorts: frozenset[str]) -> list[tuple[int, int, tuple[Suffix, ...]]]:
    """Return ``(start, end, readings)`` of everything that may end or be a name, in order.

    What has no reading is no ending: an anaphor, an account, one of the abbreviations *shorts*.
    """
    text = reading.text
    ends = [(*match.span(), suffixes()[match.group()]) for match in endings_in(text)]
    for form, kind, role in FORMS:
        for match in form.finditer(text):
            suffix = Suffix(match.group(), kind, role, match.group())
            ends.append((*match.span(), (suffix,)))
    for unended in (ANAPHOR, ACCOUNT, *map(re.compile, map(re.escape, sorted(shorts)))):
        ends += [(*match.span(), ()) for match in unended.finditer(text)]
    return sorted(ends, key=lambda row: (row[0], -row[1], bool(row[2])))
