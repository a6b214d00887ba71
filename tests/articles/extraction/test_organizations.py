from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction import markup
from articles.extraction.organizations import find_organizations
from articles.extraction.regions import find_regions
from articles.extraction.types import Caption, Layout, Organization
from articles.extraction.vocabulary import ArticleKind, OrganizationType as Type

YONGKANG = "330784"


def article(*paragraphs: str, **parts: Any) -> Layout:
    empty: dict[str, Any] = {
        "kind": ArticleKind.NEWS, "headline": "", "kicker": (), "subheadline": "", "byline": "",
        "authors": (), "byline_organizations": (), "affiliation": "", "abstract": "",
        "keywords": (), "doi": "", "references": (), "captions": (), "segments": (),
    }  # fmt: skip
    return Layout(**{**empty, "body": markup.compose((0, text) for text in paragraphs), **parts})


def found(*paragraphs: str, home: str = YONGKANG, **parts: Any) -> tuple[Organization, ...]:
    layout = article(*paragraphs, **parts)
    return find_organizations(layout, home, find_regions(layout))


def names(*paragraphs: str, home: str = YONGKANG, **parts: Any) -> list[str]:
    return [organization.name for organization in found(*paragraphs, home=home, **parts)]


@pytest.mark.parametrize(
    "text",
    [
        "推动14家公立医院严格落实制度。",
        "全市60个乡镇卫生院和16家社区卫生服务中心参加。",
        "各医院、各党支部、各社区分别落实。",
        "组织党员进社区、进农村、进企业。",
        "打造清廉医院、模范机关、平安社区。",
        "新建社区基础薄弱,老社区发展扎实。",
        "基层党组织和医疗卫生单位党组织共建。",
        "检查组到设备科、药剂科检查。",
        "组建临时党支部17个。",
        "推进现代化医院建设,争创三级甲等医院。",
        "机关党委督促学,基层党组织集中学。",
        "选派第一书记驻村,走访农村社区。",
        "村党支部书记带头,村民委员会监督。",
        "党委领导下的院长负责制。",
        "引导大学生到社区服务。",
        "与银行、保险公司合作。",
        "建立医疗集团、专科联盟。",
        "中小学校、高等院校和科研院所。",
        "医院院长、学校校长、公司经理参加培训。",
        "党委办公室、组织部、宣传部各司其职。",
        "全县村级集体经济组织、专业合作社发展壮大。",
        "在社区党群服务中心开展主题党日。",
        "对口支援西部地区医院,帮扶薄弱学校。",
        "老年大学、养老机构、日间照料中心遍布城乡。",
        "“智慧社区”“平安医院”“绿色学校”创建。",
        "把党支部建在产业链上。",
        "市直机关、市属企业、市级医院。",
        "两个社区经过反复磋商。",
        "开设“一站式服务中心”。",
        "助力乡村振兴，派驻金融村官。",
        "县委组织部联合县人社局发文。",  # a county's, in a report from a city
        "各街道、新老社区，在某街道，全街道，到村、到社区。",
        "由街道牵头，与社区、与企业共建，三社区联动。",
        "建立“街道党工委”“社区党委”两级架构。",
        "学校获评省级“书香示范学校”，被授予全国青年文明号学校。",
        "年内创成“全国绿色低碳示范社区”，获评浙江省“最美乡村医院”称号。",
        "聘请教授为学校导师，聘专家到村，他所在的村变了。",
        "组建科室党支部、班组党支部、车间党支部，设立网格党支部。",
        "各采煤队党支部、15个基层党支部比学赶超，该处党支部获奖。",
        "产业链党支部、楼栋党支部遍地开花，流动党员党支部作用凸显。",
        "3月社区开放，两户社区居民，首批社区挂牌，果蔬专业合作社兴起。",
        "推动乡镇党委、重点镇党委换届，城镇卫生院达标。",
        "村里建起了学校，全国劳模学校，外卖小哥随手拍，社区随即办。",
    ],
)
def test_what_only_describes_bodies_names_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("市中心医院、市康宁医院等参加。", ["永康市中心医院", "永康市康宁医院"]),
        ("市一医与省人民医院签约。", ["永康市第一人民医院", "浙江省人民医院"]),
        ("山东省临沂市兰山区人民医院揭牌。", ["临沂市兰山区人民医院"]),
        ("邀请吉林大学第一医院专家。", ["吉林大学第一医院"]),
        ("永康市卫健局、永康市人社局", ["永康市卫生健康局", "永康市人力资源和社会保障局"]),
        ("永康市委宣传部联合共青团永康市委", ["中共永康市委宣传部", "共青团永康市委"]),
        ("中共永康市委党校开班。", ["中共永康市委党校"]),
        ("国家税务总局永康市税务局发布公告。", ["国家税务总局永康市税务局"]),
        ("永康市人民法院、永康市人民检察院联合发文。", ["永康市人民法院", "永康市人民检察院"]),
        ("永康农商银行与市供电公司共建。", ["永康农商银行", "永康市供电公司"]),
        ("在永康市，中国建设银行永康支行慰问职工。", ["中国建设银行永康支行"]),
        ("华能集团、中粮集团和国家能源集团", ["华能集团", "中粮集团", "国家能源集团"]),
        ("北京十一学校、清华大学附属中学", ["北京十一学校", "清华大学附属中学"]),
        ("北门社区帮助玉兰湾社区。", ["北门社区", "玉兰湾社区"]),
        ("深化与天成物业的沟通。", ["天成物业"]),
        ("民警走进大司巷社区。", ["大司巷社区"]),
        ("永康市清和街道开会。", ["永康市清和街道"]),
        ("东城街道岔白社区依托议事会解决难题。", ["东城街道", "岔白社区"]),
        ("联合孱陵镇卫生院、章庄铺镇卫生院等乡镇卫生院。", ["孱陵镇卫生院", "章庄铺镇卫生院"]),
        ("走访振华重工机械股份有限公司、东海水泥厂。", ["振华重工机械股份有限公司", "东海水泥厂"]),
        ("永康市红十字会、市总工会、市妇联", ["永康市红十字会", "永康市总工会", "永康市妇女联合会"]),
        ("在永康市利用健康永康、微信群等新媒体发布。", ["健康永康"]),
        ("赴镇海口海防历史纪念馆参观。", ["镇海口海防历史纪念馆"]),
    ],
)  # fmt: skip
def test_names_get_their_full_form(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("舟山镇中心小学、花街镇中心卫生院、平安镇幼儿园参加。", ["舟山镇中心小学", "花街镇中心卫生院", "平安镇幼儿园"]),
        ("月塘社区、年丰社区和片石村开会。", ["月塘社区", "年丰社区", "片石村"]),
        ("平安北社区、和谐东社区联建。", ["平安北社区", "和谐东社区"]),
        ("曲苑镇党委修路，新华桥街道清淤。", ["曲苑镇党委", "新华桥街道"]),
        ("走访红阳三矿和东川煤矿。", ["红阳三矿", "东川煤矿"]),
        ("淮阳集团张集矿开工。", ["淮阳集团张集矿"]),
        ("永康市国有资本控股集团有限公司成立。", ["永康市国有资本控股集团有限公司"]),
        ("潞阳集团余吾煤业有限责任公司开工。", ["潞阳集团余吾煤业有限责任公司"]),
        ("中铁十一局集团第三工程有限公司承建。", ["中铁十一局集团第三工程有限公司"]),
        ("中国移动永康分公司走访邮政集团永康市分公司。", ["中国移动永康分公司", "邮政集团永康市分公司"]),
        ("永康市供销合作社联合社、永康市农村信用合作联社签约。", ["永康市供销合作社联合社", "永康市农村信用合作联社"]),
        ("成立双塘小杂粮种植专业合作社。", ["双塘小杂粮种植专业合作社"]),
        ("芝英法庭、芝英派出所联合调解。", ["芝英法庭", "芝英派出所"]),
        ("永康职业技术学院马克思主义学院承办。", ["永康职业技术学院马克思主义学院"]),
        ("中共永康市委直属机关工作委员会、永康市委老干部局发文。", ["中共永康市委直属机关工作委员会", "中共永康市委老干部局"]),
        ("——记永康市中医院", ["永康市中医院"]),
        ("东莞市虎门镇怀德社区、广东科技学院、中山市民政局", ["怀德社区", "广东科技学院", "中山市民政局"]),
    ],
)  # fmt: skip
def test_names_of_many_kinds_are_whole(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("永康职业技术学院开会。机电工程系教师党支部获奖。", "永康职业技术学院机电工程系教师党支部"),
        ("金隅煤业有限公司开会。掘进三队党支部夺旗。", "金隅煤业有限公司掘进三队党支部"),
        ("永康市税务局开会。第二税务所党支部获评。", "永康市税务局第二税务所党支部"),
        ("永康市中医院开会。学生第二党支部到场。", "永康市中医院学生第二党支部"),
        ("永康市中医院开会。表彰外科党支部。", "永康市中医院外科党支部"),
        ("永康市中医院开会。永通快递城北站点党支部到场。", "永通快递城北站点党支部"),
        ("调研。机电科党支部发言。", "机电科党支部"),
    ],
)  # fmt: skip
def test_a_department_s_branch_belongs_to_the_body_that_acts(text: str, name: str) -> None:
    assert names(text)[-1] == name


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("永康市东升能源集团有限公司（以下简称东升集团）成立。", "东升集团党委开会。"), "永康市东升能源集团有限公司"),
        (("永康市第二人民医院（以下简称“市二院”）开诊。", "市二院党委强调。"), "永康市第二人民医院"),
        (("国家税务总局永康市税务局（简称永康税务局）发文。", "永康税务局开会。"), "国家税务总局永康市税务局"),
        (("永康市自来水公司（以下简称“公司”）供水。", "公司党委开会，子公司获奖。"), "永康市自来水公司"),
    ],
)  # fmt: skip
def test_a_declared_abbreviation_means_the_full_name(texts: tuple[str, ...], wanted: str) -> None:
    whole = [body.name for body in found(*texts) if not body.parent]
    assert whole == [wanted]
    assert found(*texts, headline=texts[1])[0].name == wanted


def test_a_bureau_is_still_meant_behind_one_that_it_names() -> None:
    text = "局党委部署。与永康市司法局共建，局党委表扬了3人，该局得奖。"
    bureau = found("永康市公安局开会。永康市公安局获奖。", text)[0]
    assert [m.text for m in bureau.mentions] == ["永康市公安局", "永康市公安局", "该局"]


@pytest.mark.parametrize(
    ("text", "name", "parent", "kind"),
    [
        ("榆次区人民医院党委", "榆次区人民医院党委", "榆次区人民医院", Type.PARTY_COMMITTEE),
        ("北门社区党委", "北门社区党委", "北门社区", Type.PARTY_COMMITTEE),
        ("永康市公安局西城派出所党支部", "西城派出所党支部", "西城派出所", Type.PARTY_BRANCH),
        ("花垣县十八洞村党支部", "十八洞村党支部", "花垣县十八洞村", Type.PARTY_BRANCH),
        ("永康市中医院工会", "永康市中医院工会", "永康市中医院", Type.ASSOCIATION),
        ("杭州师范大学外国语学院党委", "杭州师范大学外国语学院党委", "杭州师范大学外国语学院", Type.PARTY_COMMITTEE),
        ("杭州钢铁集团有限公司炼钢厂党委", "杭州钢铁集团有限公司炼钢厂党委", "杭州钢铁集团有限公司", Type.PARTY_COMMITTEE),
    ],
)  # fmt: skip
def test_a_party_body_is_part_of_its_body(text: str, name: str, parent: str, kind: Type) -> None:
    last = found(f"{text}组织学习。")[-1]
    assert (last.name, last.parent, last.type) == (name, parent, kind)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("永康市中医院开会。该院党委表示支持。", "永康市中医院党委"),
        ("王力集团开会。集团党委书记说。", "王力集团党委"),
        ("永康市卫健局开会，由局直属机关党委牵头。", "永康市卫生健康局直属机关党委"),
        ("永康市中医院主任、第九党支部书记", "永康市中医院第九党支部"),
        ("永康市中医院开会。该院内科党支部创新载体。", "永康市中医院内科党支部"),
        ("永康市中医院开会。与杭州市人民医院共建。医院党委表示感谢。", "永康市中医院党委"),
        ("永康市清和街道开会，街道党工委启动行动。", "永康市清和街道党工委"),
    ],
)
def test_a_party_body_is_given_to_the_body_that_is_meant(text: str, wanted: str) -> None:
    assert names(text)[-1] == wanted


def test_each_place_counts_and_anaphora_are_marked() -> None:
    [hospital] = found("永康市中医院开会。该院有党员，市中医院获奖。")
    assert [(m.text, m.anaphora) for m in hospital.mentions] == [
        ("永康市中医院", False),
        ("该院", True),
        ("市中医院", False),
    ]


def test_an_abbreviation_that_the_text_declares_is_no_second_body() -> None:
    bureau, committee = found("市卫生健康局(简称卫健局)直属机关党委开会。市卫健局要求整改。")
    assert [m.text for m in bureau.mentions] == ["市卫生健康局", "市卫健局"]
    assert committee.mentions[0].text == "市卫生健康局(简称卫健局)直属机关党委"


def test_captions_and_credits_name_bodies_too() -> None:
    caption = Caption("永康市中医院义诊。", "永康市委宣传部供图")
    assert [(m.span.part, m.text) for o in found(captions=(caption,)) for m in o.mentions] == [
        ("caption:0", "永康市中医院"),
        ("credit:0", "永康市委宣传部"),
    ]


def test_names_that_look_alike_stay_apart() -> None:
    assert names("永康市第一人民医院和永康市人民医院。") == [
        "永康市第一人民医院",
        "永康市人民医院",
    ]


def test_a_report_without_a_home_keeps_the_printed_name() -> None:
    [hospital] = found("市中心医院开诊。", home="")
    assert (hospital.name, hospital.adcode) == ("市中心医院", "")


@pytest.mark.parametrize(
    "texts",
    [
        ("永康市延平小学开会。", "延平小学获奖，延平小学的孩子高兴。"),
        ("延平小学获奖。", "永康市延平小学开会。"),
        ("走进石柱镇箐口村，箐口村变了样。",),
    ],
)
def test_the_short_form_of_a_name_is_the_same_body(texts: tuple[str, ...]) -> None:
    assert len(names(*texts)) == 1


def test_a_short_form_of_two_bodies_is_neither() -> None:
    texts = ("永康市延平小学、杭州市延平小学结对。", "延平小学获奖。")
    assert names(*texts) == ["永康市延平小学", "杭州市延平小学", "延平小学"]


def test_a_bare_kind_of_committee_is_nobody_s() -> None:
    assert names("北门社区获奖。", "推行议事，由社区党委牵头。") == ["北门社区"]


def test_a_preposition_belongs_to_a_name_that_never_stands_without_it() -> None:
    paragraphs = "向海路社区毗邻景区。", "联合开展活动，向海路社区瓷器受欢迎。"
    assert names(*paragraphs) == ["向海路社区"]
    assert names("向海路社区学习。", "海路社区积极分享。") == ["海路社区"]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["市", "中心", "医院", "党委", "第九", "党支部", "该院", "(简称", ")", "永康市", "社区",
             "集团", "北门", "，", "。", " ", "\U00020000", "X", "健康", "局", "委", "镇"]
        ),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_every_mention_is_the_text_of_its_span(text: str) -> None:
    layout = article(text, headline=text)
    for organization in find_organizations(layout, YONGKANG, find_regions(layout)):
        for mention in organization.mentions:
            part = layout.parts()[mention.span.part]
            assert part[mention.span.start : mention.span.end] == mention.text


def test_bodies_within_bodies_end_somewhere() -> None:
    assert len(found("北门社区" + "党委第一党支部" * 400)) < 20


@pytest.mark.parametrize(
    "text",
    [
        "全县国有煤矿、民营企业和小型电厂安全生产。",
        "送岗进村、送技进厂，干警走村入户。",
        "组织党员到村、到厂、到站服务，下乡镇调研。",
        "新能源、清洁能源产业和智能汽车、钢铁企业转型。",
        "返乡青年在家乡办厂，城乡公交、乡镇卫生院全覆盖。",
        "特色小镇、美丽乡村、历史古镇建设提速。",
        "各律师事务所、各行业协会和商会参与，异地商会牵线。",
        "快递网点、外卖站点、配送站实现党的组织全覆盖。",
        "开办老年食堂、便民超市、爱心药店。",
        "企业集团、教育集团、医疗集团一体发展。",
        "城乡党建结对共建行动扎实开展。",
        "第一支部、第二支部分别讨论，三支部联学。",
        "一中全会、二中全会、三中全会精神入脑入心。",
        "派出所、司法所、税务所联动，管理处、调查中心协同。",
        "全镇干部到村蹲点，各乡镇党委书记述职。",
        "引导合作社、家庭农场、龙头企业抱团发展。",
        "建设社区食堂，办公司、开工厂的人多了，办好学校、建好医院。",
        "召开村民代表大会，村集体办茶厂、办民宿。",
        "海陆空铁联运，军地医院共建。",
        "行业党委指导，综合党委兜底，联合党委协同。",
        "购物中心、农贸市场、批发市场、专卖店、旗舰店扩至百家。",
        "第一家律师事务所党委，材料科学与工程领域。",
    ],
)
def test_kinds_of_bodies_of_many_fields_name_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("place", ["{}坚持党建引领。", "记者走进{}，看到变化。", "与{}共建，"])
@pytest.mark.parametrize(
    "name",
    [
        "中铁十二局集团", "中铁四局", "中建三局", "中国移动", "南方电网", "一汽集团", "首钢集团", "三峡集团",
        "红柳林矿业公司", "张家峁矿业", "官地矿", "平煤八矿", "谢桥矿", "澄合矿业", "红阳三矿", "晋能控股集团",
        "沈阳机务段", "洛阳车务段", "柳州车辆段", "国网庆阳供电公司", "阳城电厂", "长庆油田第三采油厂",
        "润昌农商银行", "邮储银行", "康桥律师事务所", "方太集团", "茅台集团", "比亚迪", "福耀玻璃",
        "宝兴殡仪馆", "永兴收费站", "山东省第六地质大队", "仁和大药房", "天香楼饭店",
        "裕祥幼儿园", "石棉县幼儿园", "承留实验小学", "永康一中", "镇海中学", "第三中学", "铜陵学院",
        "哈尔滨工业大学", "天水师范学院文学与文化传播学院", "兰州交通大学化学与化工学院", "北京中医药大学东方医院",
        "中山大学孙逸仙纪念医院", "武汉协和医院", "联勤保障部队第九〇四医院", "协和医院",
        "贾庄村", "下姜村", "何家桥村", "扶罗镇伞寨村", "八里湾镇王营村", "祝桥镇星火村", "上元路社区", "何坊街道",
        "茅坪村股份经济合作社", "石头村茶叶专业合作社", "星火村小学", "老李家庭农场", "北门社区幼儿园",
        "杭州市律师协会", "河南商会", "西湖区快递行业协会", "义乌海关", "泰山景区管委会", "中国科学院金属研究所",
        "圆通人民路站点", "顺丰吴江营业点", "材料科学与工程学院",
    ],
)  # fmt: skip
def test_a_name_is_whole_wherever_it_stands(name: str, place: str) -> None:
    forms = [m.text for body in found(place.format(name)) for m in body.mentions]
    assert name in forms


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("汉源县第一幼儿园、第二幼儿园参观。", ["汉源县第一幼儿园", "汉源县第二幼儿园"]),
        ("开滦集团东欢坨矿业公司开工。", ["开滦集团东欢坨矿业公司"]),
        ("南辽村村委会开会。", ["南辽村村民委员会"]),
        ("华北大学与机械工程学院共建。", ["华北大学", "机械工程学院"]),
        ("杭州律协、市律师协会参加。", ["杭州律师协会", "永康市律师协会"]),
        ("建行永康支行、工行永康支行放贷。", ["中国建设银行永康支行", "中国工商银行永康支行"]),
        ("秀水镇组织党员清淤。该镇获奖。", ["秀水镇"]),
        ("快递行业党委牵头。", ["快递行业党委"]),
        ("永康市中医院开会。机关第一党支部、检验科党支部、门诊第二党支部、内科三支部获奖。",
         ["永康市中医院", "永康市中医院机关第一党支部", "永康市中医院检验科党支部",
          "永康市中医院门诊第二党支部", "永康市中医院内科三支部"]),
        ("黄杨木雕厂党支部获奖。记者来到黄杨木雕厂。", ["黄杨木雕厂", "黄杨木雕厂党支部"]),
    ],
)  # fmt: skip
def test_names_lean_on_what_stands_around_them(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("宏达集团获奖。江苏宏达纺织集团有限公司开会。", ["江苏宏达纺织集团有限公司"]),
        ("永康市供电公司开会。国网永康市供电公司获奖。", ["国网永康市供电公司"]),
        ("日照港三公司开会，日照港第三港务公司获奖。", ["日照港第三港务公司"]),
        ("日照港一公司开会，日照港第三港务公司获奖。", ["日照港一公司", "日照港第三港务公司"]),
        ("永康市中医院、永康市中心医院开会。", ["永康市中医院", "永康市中心医院"]),
        ("中国移动与中国移动永康分公司开会。", ["中国移动", "中国移动永康分公司"]),
    ],
)
def test_only_the_short_name_of_a_firm_is_the_firm(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted
