"""The buttons, paths, menus and feet that a saved web page holds around its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from articles.extraction import bylines, forms, labels
from articles.extraction.pages import Line

LINE_LENGTH = 60  # characters of a link or a menu
FOOT_LENGTH = 120  # characters of a line of a page's foot
TOP = 12  # lines; what heads a page stands above the text among the first of a file
CRUMB_LENGTH = 14  # characters of one step of a path
STRONG = re.compile(
    r"打印(?:本页|此页|本文|文章)?|分享(?:到|至|本文)?|(?:加入)?收藏(?:本页|本文)?|关闭(?:窗口|本页|此页|页面)?"
    r"|返回(?:顶部|首页|列表|上页|上一页|目录)|字号|字体(?:大小)?|无障碍(?:浏览|阅读)|(?:网页|我要)纠错|设为首页|网站地图|网站首页|收藏本站|繁[体體](?:版|中文)?|简体(?:版|中文)?|无障碍|手机版|English|EN|搜索|菜单|(?:网站)?导航|关注我们|(?:用户)?登录"
    r"|(?:发布|发表)(?:时间|日期)|[上下]一[版期篇条]|版面(?:概览|导航)|标题导航|日期检索"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]?\d*次?|(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：]"
)
WEAK = re.compile(
    r"[大中小]|A[+-]?|T[+-]?|\d{1,7}次?|首页|尾页|上一页|下一页|正文|新浪|微信|微博|新浪微博|腾讯微博|QQ空间|QQ|朋友圈|抖音|复制链接|二维码|点赞|评论|转发|注册|视频|专题|图片|基层|更多"
    r"|第?[A-Z]?\d{1,3}[A-Z]?版|[\u4e00-\u9fff]{2,4}新闻|要闻|综合|专版|社区|社会|民生|党建|理论|文化|时政"
)
ITEMS = re.compile(r"[\s（）()【】\[\]［］|｜丨/·•●,，:：☰≡]+")
ARROW = re.compile(r"[>›»＞→/]{1,2}|&gt;")
STEP = re.compile(r"\s*(?:[>›»＞→]|-{1,2}>|&gt;){1,2}\s*|\s+/\s+")
HOME = frozenset({"首页", "网站首页", "主页", "登录", "本网首页"})
MENU_LENGTH = 6  # characters of an item
SITE = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{0,14}(?:(?:先锋|新闻|党建|人民|央视|央广|光明|新华|中国|共产党员|组工|机关|文明|信息|政府|法院|检察|廉政|清风|教育|卫生"
    r"|健康|国资|工会|日报|门户|政务)网|官网|官方网站|门户网站|学习平台|学习强国|客户端|[^\W\d_]{0,6}数字报)"
)
NEIGHBOUR = re.compile(
    r"[\[【]?\s*[上下]\s*一?\s*[篇条]\s*[\]】]?\s*[:：].*|(?:没有|暂无)[上下]一?[篇条].{0,4}"
)
CRUMBS = re.compile(r"(?:您|你)?(?:的|[现所当][在前]的?){0,2}位置(?:是)?\s*[:：].*")
ARROWS = re.compile(r"\s*(?:[>›»＞→]|-{1,2}>|&gt;){1,2}\s*|(?<=首页)\s*[|｜]\s*")
FOOT = re.compile(
    r".{0,40}(?:ICP备|公网安备|网站标识码|Copyright|COPYRIGHT|©|版权所有|技术支持\s*[:：]|建议使用.{0,20}浏览器).*"
    r"|扫一扫.{0,30}|(?:[\u4e00-\u9fff]{2,6}[:：]\s*)?https?://\S{1,100}(?:\s.{0,16})?"
    r"|[\w\s()（）-]{1,30}\.(?:jpe?g|png|gif|bmp)|.{0,10}互联网.{0,8}举报(?:中心|电话).{0,20}|.{0,10}另存二维码.{0,6}|标签\s*[:：].{1,40}"
    r"|欢迎(?:访问|光临|来到)[^。]{2,40}|[（(]?原(?:标题|题)\s*[:：][^。]{2,60}|来自\s*[:：].{2,20}(?:公众号|客户端|平台)"
    r"|[•·\s]{0,4}(?:索\s*引\s*号|发布机构|发文机关|发文字号|生成日期|成文日期|公开日期|公开方式|公开范围|公开时限|主题分类|体裁分类|有效性)"
    r"\s*[:：].{0,60}"
)
LINKS = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|新闻|文章|稿件|报道)|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐)|大家[都最].{0,3}看|猜你喜欢|排行榜|.{1,4}排行榜?)[】\]]?\s*[:：]?"
)
BUTTONS = re.compile(
    r"\s*[\[【（(|｜]?\s*(?=(?:字号|字体|打印|分享|收藏|关闭|浏览|阅读|点击|访问))"
)


def is_chrome(text: str) -> bool:
    """Tell whether *text* is a button, a breadcrumb or the foot of a web page."""
    if len(text) > FOOT_LENGTH or "。" in text:
        return False
    if NEIGHBOUR.fullmatch(text) or CRUMBS.fullmatch(text) or FOOT.fullmatch(text):
        return True
    pieces = ARROWS.split(text)
    if len(pieces) > 1 and (pieces[0] == "首页" or pieces[-1] in ("正文", "内容")):
        return all(len(piece) <= forms.HEADING_LENGTH for piece in pieces)
    return _is_buttons(text)


def top(found: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines above an article that say where on a site it stands.

    What stands above a menu or a path is the site's name, if the title follows below it.
    """
    head = [*takewhile(_is_short, found[:TOP])]
    taken = {number for number, line in enumerate(head) if _is_path(line.text)}
    taken |= {n for n, line in enumerate(head) if _is_menu(line.text) or _is_step(head, n)}
    if taken and _can_be_title(found[max(taken) + 1 : max(taken) + 2]):
        return set(range(max(taken) + 1))
    sites = takewhile(lambda n: n + 1 < len(found) and _is_site(head[n].text), range(len(head)))
    return taken.union(sites)


def _is_short(line: Line) -> bool:
    return len(line.text) <= LINE_LENGTH and not forms.is_closed(line.text)


def _can_be_title(below: Sequence[Line]) -> bool:
    return any(_is_short(line) and not bylines.LABELLED.match(line.text) for line in below)


def _is_path(text: str) -> bool:
    """Tell whether *text* is the way to a page of a site: 新闻中心 > 集团动态."""
    steps = STEP.split(text)
    named = all(0 < len(step) <= CRUMB_LENGTH and forms.HAN.search(step) for step in steps)
    if "/" in text and not any(step in HOME or labels.is_label(step) for step in steps):
        return False  # 丁敏 / 高雅
    return bool(CRUMBS.fullmatch(text)) or (len(steps) > 1 and named and "“" not in text)


def _is_step(found: Sequence[Line], number: int) -> bool:
    """Tell whether a line is a step of a path that is printed one step a line."""
    near = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
    text = found[number].text
    arrow = ARROW.fullmatch(text) is not None
    return arrow or (len(text) <= CRUMB_LENGTH and any(ARROW.fullmatch(n.text) for n in near))


def _is_menu(text: str) -> bool:
    """Tell whether *text* lists the pages of a site: 首页 要闻 党建 基层."""
    items = [item for item in ITEMS.split(text) if item]
    short = all(len(item) <= MENU_LENGTH for item in items)
    return short and len(items) > 2 and any(item in HOME for item in items)


def _is_site(text: str) -> bool:
    """Tell whether *text* is the name of a site, with that of a channel perhaps."""
    items = [item for item in ITEMS.split(text) if item]
    return any(map(SITE.fullmatch, items)) and all(
        SITE.fullmatch(item) or WEAK.fullmatch(item) for item in items
    )


def _is_buttons(text: str) -> bool:
    """Tell whether *text* is made of the buttons of a web page and nothing else."""
    items = [item for item in ITEMS.split(text) if item]
    strong = any(STRONG.fullmatch(item) for item in items)
    return strong and all(STRONG.fullmatch(item) or WEAK.fullmatch(item) for item in items)


def is_weak(text: str) -> bool:
    """Tell whether *text* is a button where it stands beside others: 大, 微信, 首页."""
    items = [item for item in ITEMS.split(text) if item]
    return all(WEAK.fullmatch(item) and not item[0].isdigit() for item in items)


def without_buttons(line: Line) -> list[Line]:
    """Return *line*, its buttons cut off where it is the imprint of a web page."""
    text = line.text
    if len(text) > 2 * FOOT_LENGTH or not bylines.LABELLED.match(text):
        return [line]
    for match in BUTTONS.finditer(text):
        if match.start() and _is_buttons(text[match.start() :]):
            head, tail = text[: match.start()].rstrip(), text[match.start() :].lstrip()
            return [
                Line(line.start, line.start + len(head), head, line.gap, line.indented),
                Line(line.end - len(tail), line.end, tail, 0, False),
            ]
    return [line]


def links(found: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines of a list of links that ends the file."""
    for number, line in enumerate(found):
        if number and LINKS.fullmatch(line.text):
            rest = found[number:]
            if all(len(r.text) <= LINE_LENGTH and not forms.is_closed(r.text) for r in rest):
                return set(range(number, len(found)))
    return set()
