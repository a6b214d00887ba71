from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction import markup
from articles.extraction.persons import find_persons
from articles.extraction.types import Author, Layout
from articles.extraction.vocabulary import ArticleKind


def article(*paragraphs: str, **parts: Any) -> Layout:
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def named(text: str) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in find_persons(article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "党委书记高度重视党建工作。",
        "院长负责制成熟定型。",
        "党支部书记任组长，主任曾多次强调。",
        "党员金点子征集活动，居民安全感提升。",
        "书记项目、主任接待日。",
        "党员干部向群众作出承诺，志愿者温暖了居民。",
        "由科室负责人担任党支部书记，团结带领全科党员。",
        "支部书记成为明白人，党员平均年龄五十岁。",
        "居民王大爷说，患者张女士表示感谢。",
        "老党员解放思想，党员严格要求。",
        "“多亏了网格员小李。”",
        "发展党员25人，优先吸收入党7人。",
        "党员高某被给予处分。",
        "党员许可证办理、职工康复指导，居民柳荫街口的路灯亮了。",
        "老党员包片包户，干部包联，退役军人任务重。",
        "会计核算规范，管理员全程服务，监督员严格把关，纳税人满意度高。",
        "双方表示合作，许多人说好，“高度评价。”代表们说。",
        "同学林立其间，教师白天上课，医生高兴地说。",
        "实行党员包机、骨干包班、书记包面的责任制，技术员和工人师傅在场。",
        "干部温暖人心，教师甘于奉献，干部任职前谈话。",
        "在输变电工程现场，党员突击队的旗帜飘扬。",
        "书记包面、支委包片，书记和王庄村结对。",
        "书记任组长，主任曾多次到场，党员和志愿者清扫街道。",
        "支部成员单位共建，工作人员安排到位，会员高度认可。",
    ],
)
def test_what_follows_an_office_is_not_always_a_name(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("村党总支书记、村委会主任陈建国介绍，", [("陈建国", "村党总支书记、村委会主任")]),
        ("供电公司党委书记、总经理欧阳明华带队走访。", [("欧阳明华", "供电公司党委书记、总经理")]),
        ("全国劳模许振超、王进喜参加座谈。", [("许振超", "全国劳模"), ("王进喜", "全国劳模")]),
        ("组织部部长方宁出席并讲话。", [("方宁", "组织部部长")]),
        ("引导员段晓燕已经取好了号。", [("段晓燕", "引导员")]),
        ("返乡创业者、党员魏长河回村任职。", [("魏长河", "返乡创业者、党员")]),
        ("党员技术员和志芳今年考取证书。", [("和志芳", "党员技术员")]),
        ("姜祖岩同志领学文件。", [("姜祖岩", "")]),
        ("“真方便！”居民赵桂兰说。", [("赵桂兰", "居民")]),
        ("社区第一书记刘洋带领党员清理楼道。", [("刘洋", "社区第一书记")]),
        ("骑手王磊救助落水儿童。", [("王磊", "骑手")]),
        ("水利局干部张建国驻村三年。", [("张建国", "水利局干部")]),
        ("队长周建国带着大家清淤，青年教师孙晓梅在比赛中获奖。", [("周建国", "队长"), ("孙晓梅", "青年教师")]),
        ("财务总监方婷说。", [("方婷", "财务总监")]),
        ("党支部书记任建华带队，局长于海涛批示。", [("任建华", "党支部书记"), ("于海涛", "局长")]),
        ("所长袁建辉和同事付文波、董春苗冒雪出发。", [("袁建辉", "所长"), ("付文波", "同事"), ("董春苗", "同事")]),
        ("县司法局局长（社区第一书记）陈玉林到场。", [("陈玉林", "社区第一书记")]),
        ("“最美医生”周晓东扎根山区。", [("周晓东", "最美医生")]),
        ("化验室取样员罗秋菊一丝不苟。", [("罗秋菊", "化验室取样员")]),
        ("在党委书记许国栋的带领下，村民李秋生高兴地说。", [("许国栋", "党委书记"), ("李秋生", "村民")]),
        ("书记库尔班江·赛买提介绍，村民才让卓玛点头。", [("库尔班江·赛买提", "书记"), ("才让卓玛", "村民")]),
        ("税收管理员周卫东上门辅导，理发师郝建军每周义剪。", [("周卫东", "税收管理员"), ("郝建军", "理发师")]),
        ("记者在现场见到老党员冯占山时，", [("冯占山", "老党员")]),
        ("“亮堂了。”张国庆说。", [("张国庆", "")]),
        ("人物名片：曲长春，78岁，", [("曲长春", "")]),
        ("村党支部书记哈斯额尔德尼介绍，", [("哈斯额尔德尼", "村党支部书记")]),
        ("护士长米热古丽带队，快递员高娃告诉记者，", [("米热古丽", "护士长"), ("高娃", "快递员")]),
        ("支部书记阿布都拉·买买提介绍，", [("阿布都拉·买买提", "支部书记")]),
        ("校长高志远介绍，", [("高志远", "校长")]),
        ("驻村第一书记黄文秀同志牺牲在扶贫路上。", [("黄文秀", "驻村第一书记")]),
        ("涌现出了心血管内科主任、第九党支部书记梁友平等先进典型。", [("梁友平", "心血管内科主任、第九党支部书记")]),
        ("东昌府区副区长郭海英,卫计局局长王斌出席。", [("郭海英", "东昌府区副区长"), ("王斌", "卫计局局长")]),
    ],
)  # fmt: skip
def test_a_name_behind_an_office_is_a_person(text: str, wanted: list[tuple[str, str]]) -> None:
    assert named(text) == wanted


def test_authors_come_first_and_are_named_once() -> None:
    layout = article("记者王乐采访，院长李兴周介绍。", authors=(Author("王乐", "记者"),))
    assert [(p.name, p.role, p.where) for p in find_persons(layout)] == [
        ("王乐", "记者", "byline"),
        ("李兴周", "院长", "body"),
    ]


@settings(max_examples=60)
@given(st.text(alphabet="书记院长王李欧阳斌说、，。党员高度 X", max_size=60))
def test_every_name_stands_in_the_text(text: str) -> None:
    assert all(person.name in text for person in find_persons(article(text)))


def test_who_answers_throughout_is_a_person_and_a_label_is_none() -> None:
    turns = [
        "记者：怎么做？",
        "周文山：慢慢来。",
        "记者：然后？",
        "周文山：接着干。",
        "方法：学。",
        "方法：做。",
    ]
    assert [person.name for person in find_persons(article(*turns))] == ["周文山"]


def test_a_title_behind_a_name_introduces_a_person() -> None:
    assert [name for name, _ in named("请来林业大学的周文山教授当顾问。")] == ["周文山"]
    assert named("请来林业大学的三位教授当顾问。") == []
