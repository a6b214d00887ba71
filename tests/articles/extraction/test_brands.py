from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction import markup
from articles.extraction.brands import find_brands
from articles.extraction.types import Brand, Layout, PolicyRule
from articles.extraction.vocabulary import ArticleKind, BrandKind as Kind, BrandLevel as Level


def article(*paragraphs: str, **parts: Any) -> Layout:
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def found(*paragraphs: str) -> dict[str, Brand]:
    return {brand.name: brand for brand in find_brands(article(*paragraphs))}


@pytest.mark.parametrize(
    "text",
    [
        "认真执行“三会一课”制度，做到“两个维护”。",
        "树牢“四个意识”，坚定“四个自信”。",
        "打通服务群众“最后一公里”，抓牢“关键少数”监督。",
        "打造“家门口”的服务。",
        "荣获“全国文明单位”“青年文明号”等荣誉称号。",
        "机关团委获评全市“五四红旗”团委。",
        "金华市“战疫先锋”团队2个、“战疫先锋”个人4名。",
        "创建第一批“清廉医院”和“清廉机关”示范单位。",
        "坚持“支部建在连上”的原则，解决“看病难、看病贵”问题。",
        "从“要我学”变为“我要学”，让“冷板凳”变“热板凳”。",
        "做到“平常时候看得出来、关键时刻站得出来”。",
        "围绕“党建强、发展强”目标。",
        "以“抱团发展”为理念，走出“先富带后富”的路子。",
        "“小红帽”“红马甲”穿梭在大街小巷，唱响“主旋律”。",
        "社区有“一站式”服务大厅，被称为“幸福家园”。",
        "“银发”党员服务次数计入档案。",
        "打造一个“有内涵、有标识、有阵地、有成效”的党建品牌。",
        "打造了一批具有特色的“党建品牌”。",
        "学习《关于“红色引擎”工程的实施意见》。",
        "以实际行动践行使命，实施危房改造工程，推进老旧小区加装电梯民生工程。",
        "开展主题党日活动，组织集中研讨活动，举行培训活动。",
        "其中，“1”就是系统，“N”就是单位。",
        "抓牢党规党纪学习教育。",
        "医务人员收受“红包”、回扣。",
        "开通“24小时”热线。",
        "入选“无烟单位”创建先进单位。",
        "推行“有事大家商量着办！”的做法。",
        "建立“县委—乡镇党委—村党支部”三级架构。",
        "在110千伏输变电工程现场。",
        "公司坚持围绕工程项目抓党建，中国铁路工程总公司授旗。",
        "集团现有工程建设队伍，由大连泛海工程监理公司监督。",
        "打造一批特色党建品牌，形成优质服务品牌。",
        "培育各具特色的廉洁文化品牌，擦亮县域党建品牌。",
        "建强“毛细血管”，找准“牛鼻子”。",
        "从“大水漫灌”到“精准滴灌”，搭建“蓄水池”。",
        "推动服务延伸至“小巷深处”。",
        "全年实现利润总额5.06亿元，推动缴纳各项税金2.0亿元。",
        "讲好“半床棉被”故事，织密“安全网”。",
    ],
)
def test_slogans_honours_and_set_terms_are_nothing(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "kind", "level"),
    [
        ("打造“红船·光明驿站”党建品牌。", "红船·光明驿站", Kind.BRAND, Level.UNIT),
        ("打造“四季课堂”育人品牌。", "四季课堂", Kind.BRAND, Level.UNIT),
        ("牵头打造系统“医路同心”党建品牌。", "医路同心", Kind.BRAND, Level.SYSTEM),
        ("创新推行“红色管家”工作法。", "红色管家", Kind.METHOD, Level.UNIT),
        ("推行“一户一网格”治理模式。", "一户一网格", Kind.METHOD, Level.UNIT),
        ("创新开展党建查房，由书记带队。", "党建查房", Kind.METHOD, Level.UNIT),
        ("坚持谈、议、定、调“四步走”。", "四步走", Kind.METHOD, Level.PROGRAMME),
        ("实施“双百攻坚”行动。", "双百攻坚", Kind.CAMPAIGN, Level.PROGRAMME),
        ("大力推进“双带头人”工程。", "双带头人", Kind.PROJECT, Level.PROGRAMME),
        ("开展“名医下乡”活动。", "名医下乡", Kind.ACTIVITY, Level.PROGRAMME),
        ("举办“匠心杯”技能竞赛。", "匠心杯", Kind.ACTIVITY, Level.PROGRAMME),
        ("将“四强”党支部创建作为抓手。", "四强", Kind.ACTIVITY, Level.PROGRAMME),
        ("持续推进“两学一做”常态化。", "两学一做", Kind.ACTIVITY, Level.PROGRAMME),
        ("开展党史学习教育。", "党史学习教育", Kind.ACTIVITY, Level.PROGRAMME),
        ("落实“双报到”制度。", "双报到", Kind.MECHANISM, Level.PROGRAMME),
        ("探索“村规民约积分制”。", "村规民约积分制", Kind.MECHANISM, Level.PROGRAMME),
        ("开辟“党建领航”专栏。", "党建领航", Kind.OTHER, Level.PROGRAMME),
        ("设立“老马调解工作室”。", "老马调解工作室", Kind.OTHER, Level.PROGRAMME),
        ("在全市率先开展“一号管三天”。", "一号管三天", Kind.OTHER, Level.PROGRAMME),
        ("以“五优争创”为主要载体。", "五优争创", Kind.ACTIVITY, Level.PROGRAMME),
        ("开展青力聚能行动。", "青力聚能行动", Kind.CAMPAIGN, Level.PROGRAMME),
        ("实施贫困白内障患者复明工程。", "贫困白内障患者复明工程", Kind.PROJECT, Level.PROGRAMME),
        ("积极参与清廉文化进校园活动。", "清廉文化进校园", Kind.ACTIVITY, Level.PROGRAMME),
        ("进一步深化党员积分管理2.0。", "党员积分管理2.0", Kind.MECHANISM, Level.PROGRAMME),
        ("试点推行社区结对共建工作机制。", "社区结对共建工作机制", Kind.MECHANISM, Level.PROGRAMME),
        ("开展庆祝建党100周年系列活动。", "庆祝建党100周年系列活动", Kind.ACTIVITY, Level.PROGRAMME),
        ("开展了“关爱在身边,义诊送健康活动,深入村庄。", "关爱在身边,义诊送健康", Kind.ACTIVITY, Level.PROGRAMME),
        ("设立「连心桥」工作室。", "连心桥", Kind.OTHER, Level.PROGRAMME),
        ("打造杏林春晓党建品牌。", "杏林春晓", Kind.BRAND, Level.UNIT),
        ("实施“蓄水池”计划。", "蓄水池", Kind.OTHER, Level.PROGRAMME),
        ("村里的“暖阳里”食堂开张了。", "暖阳里", Kind.OTHER, Level.PROGRAMME),
        ("社区办起“老街故事会”。", "老街故事会", Kind.ACTIVITY, Level.PROGRAMME),
        ("学校举行“丁香花”艺术节。", "丁香花", Kind.ACTIVITY, Level.PROGRAMME),
        ("楼前有“榕树下”议事会。", "榕树下", Kind.ACTIVITY, Level.PROGRAMME),
        ("他总结出“三勤两暖”调解法。", "三勤两暖", Kind.METHOD, Level.UNIT),
    ],
)  # fmt: skip
def test_the_words_around_a_name_say_what_it_is(
    text: str, name: str, kind: Kind, level: Level
) -> None:
    assert [(b.name, b.kind, b.level) for b in found(text).values()] == [(name, kind, level)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("村里每月办一次“油灯夜话”，老人都爱来。", "油灯夜话"),
        ("支部办起“渔歌夜谈”，收集意见38条。", "渔歌夜谈"),
        ("厂里的“车间开讲”一周一讲。", "车间开讲"),
        ("党员到小学上“鹭岛飞鸟”自然课。", "鹭岛飞鸟"),
        ("尺子是“沧江红榜”，每季度打分排名。", "沧江红榜"),
        ("镇里用“积分红黑榜”管住垃圾。", "积分红黑榜"),
        ("“法治体检”走进了园区。", "法治体检"),
        ("街巷里的“老槐议事厅”解了难题。", "老槐议事厅"),
        ("逢十是“乡亲说事日”。", "乡亲说事日"),
        ("书记们在“实绩晾晒台”上见分晓。", "实绩晾晒台"),
        ("司法所的“诉求直通车”开到田头。", "诉求直通车"),
        ("家家都有“党员连心卡”。", "党员连心卡"),
        ("老支书的“大槐板凳会”坐满了人。", "大槐板凳会"),
        ("彝家的“月琴院坝会”开了12场。", "月琴院坝会"),
        ("银行党员送来“金穗护农”公益项目。", "金穗护农"),
    ],
)
def test_gatherings_boards_and_courses_in_quotes_are_undertakings(text: str, name: str) -> None:
    assert name in found(text)


def test_the_members_of_a_list_share_what_stands_behind_it() -> None:
    brands = found("甲医院“杏林春满”、市乙医院“健康守护”、市丙医院“微笑丙院”等品牌。")
    assert {b.kind for b in brands.values()} == {Kind.BRAND}
    assert len(brands) == 3
    activities = found("推进“健康行”“爱心桥”“书记面对面谈”等活动。")
    assert {b.kind for b in activities.values()} == {Kind.ACTIVITY}
    assert len(activities) == 3


def test_a_numbered_whole_has_its_parts() -> None:
    brands = found("实施“头雁引领、强村富民、人才回归”三大工程。")
    assert {name: brand.parent for name, brand in brands.items()} == {
        "头雁引领": "三大工程",
        "强村富民": "三大工程",
        "人才回归": "三大工程",
        "三大工程": "",
    }
    listed = found("实施“强基铸魂”“育人先锋”“暖心关爱”三大行动。")
    assert [brand.parent for brand in listed.values()] == ["三大行动"] * 3 + [""]
    examples = found("深化忠诚铸魂强体行动等“十大行动”。")
    assert examples["忠诚铸魂强体行动"].parent == "十大行动"


def test_the_steps_of_a_method_are_one_method() -> None:
    [method] = found("通过“听、访、查、评、改”五步法掌握情况。").values()
    assert (method.name, [m.text for m in method.mentions]) == (
        "五步法",
        ["听、访、查、评、改", "五步法"],
    )


def test_a_new_brand_is_told_from_the_creation_of_brands() -> None:
    [campaign] = found("开展“一支一品、一院一品”党建品牌创建。").values()
    assert campaign.kind is Kind.ACTIVITY


def test_variants_in_marks_merge_and_other_names_do_not() -> None:
    brands = found(
        "打造“医心向党,健康为民”党建品牌。",
        "“医心向党、健康为民”党建品牌与“医心向党·初心卫民”党建品牌。",
    )
    assert [len(brand.mentions) for brand in brands.values()] == [2, 1]


def test_later_places_without_a_cue_are_mentions_too() -> None:
    [brand] = found("打造“红烛先锋”党建品牌。", "红烛先锋走进课堂，“红烛先锋”暖人心。").values()
    assert [m.text for m in brand.mentions] == ["红烛先锋"] * 3


def ruled(text: str, **policy: PolicyRule) -> list[tuple[str, Kind]]:
    return [(brand.name, brand.kind) for brand in find_brands(article(text), policy)]


def test_an_added_set_phrase_names_nothing_with_quotes_and_without() -> None:
    text = "实施“银杏护航”行动，开展清风护苗行动。"
    nothing = PolicyRule(None)
    assert ruled(text, 银杏护航=nothing, 清风护苗行动=nothing) == []
    assert len(ruled(text)) == 2


def test_an_added_set_phrase_never_hides_what_the_text_calls_a_brand() -> None:
    assert ruled("打造“银杏护航”党建品牌。", 银杏护航=PolicyRule(None)) == [
        ("银杏护航", Kind.BRAND)
    ]


def test_an_added_programme_has_its_kind_and_needs_quotes_unless_it_is_bare() -> None:
    text = "他说“千帆竞发”要坚持下去，千帆竞发人人出力。"
    assert ruled(text) == []
    assert ruled(text, 千帆竞发=PolicyRule(Kind.CAMPAIGN)) == [("千帆竞发", Kind.CAMPAIGN)]
    bare = PolicyRule(Kind.PROJECT, bare=True)
    assert ruled("千帆竞发人人出力。", 千帆竞发=bare) == [("千帆竞发", Kind.PROJECT)]


def test_an_added_rule_goes_before_that_of_the_list() -> None:
    assert ruled("党史学习教育如期举行。", 党史学习教育=PolicyRule(None)) == []
    assert ruled("推行“三会一课”。", **{"“三会一课”": PolicyRule(Kind.OTHER)}) == [
        ("三会一课", Kind.OTHER)
    ]
    assert ruled("党史学习教育如期举行。", 甲乙=PolicyRule(None)) == [
        ("党史学习教育", Kind.ACTIVITY)
    ]


def test_a_term_of_policy_is_nobodys_brand_or_method() -> None:
    with pytest.raises(ValueError, match="no 品牌"):
        PolicyRule(Kind.BRAND)


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", "、", "，", "。", "四强", "工程", "三大工程", "行动", "开展", "党建品牌", "等",
             "《", "》", "活动", "五步法", "医心向党", "1+N", "以", "为载体", "「", "」", "\n\n", "\U00020000"]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_every_mention_is_the_text_of_its_span(text: str) -> None:
    layout = article(text, headline=text)
    for brand in find_brands(layout):
        for mention in brand.mentions:
            part = layout.parts()[mention.span.part]
            assert part[mention.span.start : mention.span.end] == mention.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("大家都叫他“山里的活地图老周”。", []),
        ("党员戴上了“橙心”。", []),
        ("支部实施“橙心”行动。", ["橙心"]),
        ("我们搞了个“板凳会”。", ["板凳会"]),
        ("这个做法叫“老党员带新党员”。", ["老党员带新党员"]),
        ("支部坚持“周学月评”。", ["周学月评"]),
    ],
)
def test_a_nickname_or_a_short_word_needs_more_to_be_an_undertaking(
    text: str, names: list[str]
) -> None:
    assert list(found(text)) == names
