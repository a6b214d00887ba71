from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, strategies as st

from articles.extraction.metrics import find_metrics
from articles.extraction.metrics.clauses import sentences
from articles.extraction.types import Caption, Layout, Metric
from articles.extraction.vocabulary import (
    ArithmeticCheck,
    ArticleKind,
    MetricStatus,
    Qualifier,
    UnitFamily,
)


def laid_out(body: str, caption: str = "") -> Layout:
    return Layout(
        kind=ArticleKind.NEWS,
        headline="标题里的300名党员",
        kicker=(),
        subheadline="",
        byline="",
        authors=(),
        byline_organizations=(),
        affiliation="",
        abstract="",
        keywords=(),
        doi="",
        references=(),
        body=body,
        captions=(Caption(caption, ""),) if caption else (),
        segments=(),
    )


def found(text: str, reference_year: int | None = None) -> tuple[Metric, ...]:
    return find_metrics(laid_out(text), reference_year=reference_year)


NOTHING = """
2024年|2021年12月3日|今年3月份以来|6月中旬|16日至18日|12月24日上午|庆祝建党100周年|成立70周年大会
近三年|近3年来|“十四五”期间|2022—2023学年|2021-2022年度|1998年至2020年|第3党支部|第六届|第1至3期
第12、13期|五星级|三等奖|一等奖|3A级景区|积分管理2.0|“三服务”2.0版|1+N|1+26品牌体系|“1+2”
真正实现1+1>2的效果|“1”就是龙头|“5个一”工程|“15分钟服务圈”|15分钟生活圈|打通最后1公里|三官一律
一号管三天|五步法|四步走|三大工程|九不准|二级及以上|市、县两级|每半月至少一次|每月1次
每季度至少召开1次会议|每年不少于32学时|每周开展2次走访|千家万户|一批批先进|一条条建议|一面面旗帜
一站式服务|两学一做|三会一课|十九大|党的二十大|十九届六中全会|三位一体|百家争鸣
10.12252/j.issn.2096-6261.2021.12.879|延边党校学报,2021,37(3):39-44|[1]李明.题[J].学报,2021共3篇
《关于深化改革的12条措施》|24小时值守|7×24小时在线|365天不打烊|办公室电话12345|12345热线
位列全省第3位|排名全市前10名|跻身全国百强|全国500强企业|65岁以上老人|80周岁|党龄50年|从教30余年
COVID-19|G20高速|A4纸|3号楼2单元|12栋3单元|文件〔2021〕12号|9:30|上午8点30分|5·12地震|“3·15”晚会
一户一策|每名党员联系3户群众|每个支部建立1个阵地|一月一主题|三个月|试运行四个月以来|30分钟内到达
提前3年完成|这三名党员|第一书记|八项规定|20世纪90年代|5G基站|2次/年|六位一体|1个中心+3支队伍
九三学社|五一劳动奖章|四个意识|两个维护|一方面|十里八乡|万众一心|48小时内办结|3年级|猪肉12元/斤
三支一扶人员|三件套|通过百姓评议|今年18岁|年龄45岁以下|一成不变|事半功倍|百倍努力|最后三公里半
每个班3名教师|三成立体停车位|两间隔断|2021年至2023年|十倍百倍
"""


@pytest.mark.parametrize("text", NOTHING.replace("\n", "|").strip("|").split("|"))
def test_dates_ordinals_slogans_and_frequencies_are_no_metrics(text: str) -> None:
    assert [metric.text for metric in found(text)] == []


AMOUNTS = """
流转土地1200余亩|1200余亩|1200|亩|余
带动周边群众增收50余万元|50余万元|500000|元|余
惠及群众1.27万余人次|1.27万余人次|12700|人次|余
全镇23个行政村|23个|23|个|
硬化道路3.5公里|3.5公里|3.5|公里|
发放贷款1.2亿元|1.2亿元|120000000|元|
总投资1亿3000万元|1亿3000万元|130000000|元|
粮食产量达1.5万吨|1.5万吨|15000|吨|达
整治近70处|70处|70|处|近
每株增产20斤左右|20斤|20|斤|左右
新建3000平方米文化广场|3000平方米|3000|平方米|
建筑面积1200㎡|1200㎡|1200|平方米|
接诊500余人(次)|500余人(次)|500|人次|余
每年为村集体增收20万元|20万元|200000|元|
每亩增收500元|500元|500|元|
满意度达98.6%|98.6%|98.6|%|达
同比增长12.5％|12.5％|12.5|%|
提高3个百分点|3个百分点|3|个百分点|
90%以上的村民|90%|90|%|以上
好评率百分之八十五|百分之八十五|85|%|
合格率百分之九十九点八|百分之九十九点八|99.8|%|
百余名党员|百余名|100|名|余
数百名群众|数百名|100|名|数
上百名职工|上百名|100|名|上
近百名党员|百名|100|名|近
一百二十户村民|一百二十户|120|户|
十二个社区|十二个|12|个|
三名党员|三名|3|名|
五户人家|五户|5|户|
几十万元|几十万元|100000|元|几
十余家企业|十余家|10|家|余
累计培训48学时|48学时|48|学时|
服务时长12000小时|12000小时|12000|小时|
发放宣传册5000份|5000份|5000|份|
开展巡诊36场次|36场次|36|场次|
发表文章300余篇次|300余篇次|300|篇次|余
目前10名党员|10名|10|名|
年底前30个项目|30个|30|个|
签约50户|50户|50|户|
预约3000人次|3000人次|3000|人次|
传达12次|12次|12|次|
突破100万元|100万元|1000000|元|突破
不足30人|30人|30|人|不足
至少5家|5家|5|家|至少
养殖肉牛300头|300头|300|头|
植树2万株|2万株|20000|株|
注册12,000余人|12,000余人|12000|人|余
１２０名党员|１２０名|120|名|
12次会议|12次|12|次|
3家乡镇卫生院|3家|3|家|
3个中心|3个|3|个|
5支教师队伍|5支|5|支|
发电1.2亿千瓦时|1.2亿千瓦时|120000000|千瓦时|
新增车位120个|120个|120|个|
出台12条规定|12条|12|条|
捐款20多万元|20多万元|200000|元|多
党员200人以上|200人|200|人|以上
超千名党员|千名|1000|名|超
与全市19家乡镇卫生院协作|19家|19|家|
调解经济纠纷10余件|10余件|10|件|余
获奖3 项|3 项|3|项|
主变容量6300千伏安|6300千伏安|6300|千伏安|
产量是去年的2.6倍|2.6倍|2.6|倍|
用电负荷翻了两番，产值增3番|3番|3|番|
出栏肉羊700只（羽）|700只（羽）|700|只|
检修设备36台（套）|36台（套）|36|台（套）|
出动机械1 250台班|1 250台班|1250|台班|
种下菌棒6万余棒|6万余棒|60000|棒|余
新打水井4眼|4眼|4|眼|
婚宴不超过12桌|12桌|12|桌|不超过
六成以上家庭参与|六成|60|%|以上
过千户居民|千户|1000|户|过
修渠四公里|四公里|4|公里|
捧出七本日记|七本|7|本|
铺出两公里水泥路|两公里|2|公里|
队伍平均年龄36.5岁|36.5岁|36.5|岁|
"""


@pytest.mark.parametrize("row", AMOUNTS.strip().splitlines())
def test_an_amount_is_read_with_value_unit_and_qualifier(row: str) -> None:
    text, printed, value, unit, qualifier = row.split("|")
    assert [(m.text, m.value, m.unit, m.qualifier_text) for m in found(text)] == [
        (printed, Decimal(value), unit, qualifier)
    ]


SUBJECTS = """
一年来排查隐患1073处|隐患|排查
村集体收入同比增长12.5%|村集体收入|增长
党员“一对一”结对帮扶困难学生46名|困难学生|帮扶
将11家快递网点纳入网格|快递网点|
37.6%的受访居民参加过活动|受访居民|
三级手术占比较上年提高6.4个百分点|三级手术占比|提高
举办3期党务干部能力素质提升培训班|党务干部能力素质提升培训班|举办
142名党务干部接受培训|党务干部|接受
推动14家企业严格落实安全制度|企业|推动
收到锦旗32面|锦旗|收到
收到表扬信、感谢信164封|表扬信、感谢信|收到
引进具有高级职称的专业人才63名|专业人才|具有
累计投入2600余万元|投入|投入
解决居民关心的物业管理问题10项|物业管理问题|解决
组织329人赴革命旧址参观|人|组织
近三年发展党员266人|党员|发展
发放“党员先锋贷”1.5亿元|“党员先锋贷”|发放
调动2000余名“银发”党员参与治理|“银发”党员|调动
为3.7万余名离退休党员“筑巢安家”|离退休党员|
16个成员单位党组织的合作共建|成员单位党组织|
全市98%的党支部达到标准|党支部|
村集体经济收入突破100万元|村集体经济收入|
通过微信群、短视频等新媒体发表信息300余篇|信息|发表
解决物业纠纷、管道堵塞等社区治理难题30余件|社区治理难题|解决
驻村工作队走访农户600余户|农户|走访
整改率达98.5%|整改率|
审批时限压缩至3个工作日|审批时限|压缩
28名退休教师报名参加|退休教师|报名
开展志愿服务320次|志愿服务|开展
带领村民种植猕猴桃1000亩|猕猴桃|种植
组织党员干部开展志愿服务48场|志愿服务|开展
撬动社会资金1.1亿元|社会资金|撬动
入社农户占全村总户数的86%|入社农户|占
包联1200户脱贫户|脱贫户|包联
合作社流转撂荒地860亩|撂荒地|流转
户均增收1.8万元|户均增收|
送去慰问金21万元|慰问金|送
获评全国先进基层党组织1个|全国先进基层党组织|获评
优良率较改造前提升6.2个百分点|优良率|提升
实现出苗率95%的目标|出苗率|实现
园区力争到2027年再新建厂房3万平方米|厂房|新建
把敬老院食堂扩建80平方米|敬老院食堂|扩建
走进集镇、工地宣讲27场|宣讲|宣讲
他带着12名党员清理垃圾|党员|
15名队员义务巡逻|队员|
为3.6万名职工办理保险|职工|
19家企业服务中心揭牌|企业服务中心|
7个村委员会换届|村委员会|
车间现在有技工26名|技工|有
慰问金每人500元|慰问金|
门诊量是三年前的1.8倍|门诊量|
产值增长2.5倍|产值|
为村里带来60万元收入|收入|带来
平均年龄42.5岁的队伍|平均年龄|
起草文件30份|文件|起草
为骑手代缴罚款46单|罚款|代缴
给护工发放雨衣30件|雨衣|发放
妥善处理投诉18件|投诉|
有效化解纠纷21起|纠纷|化解
全行业12个项目|项目|
为沿河村庄修缮石桥6座|石桥|修缮
县水务局巡查组摸排风险隐患点31个|风险隐患点|摸排
采购班一年压降库存17项|库存|压降
村里以45万元帮扶资金入股|帮扶资金|
工会拿出12万元作为关爱基金|关爱基金|
总投资3亿元的智能车间|总投资|
全市科技奖补分配费用30万元|科技奖补分配费用|
三小时内募集善款5000元|善款|募集
"""


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("累计完成投资8.2亿元，占计划的71%，其中今年完成2亿元。", ["投资", "投资"]),
        ("日产量由50吨提高到90吨，最高时达110吨。", ["日产量"] * 3),
        ("发放工资900万元；捐资30万元设立助学金。", ["工资", "捐资"]),
        ("实现收入5亿元、利税1亿元，分别增长8%和5%。", ["收入", "利税", "收入", "利税"]),
    ],
)
def test_a_figure_without_a_noun_of_its_own_goes_on_with_the_one_it_follows(
    text: str, subjects: list[str]
) -> None:
    assert [m.subject for m in found(text) if m.text != "71%"] == subjects


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("今年72岁的老党员捐款3万元。", None),
        ("与去年相比，满意度提高5个百分点。", None),
        ("收入是去年的1.8倍。", None),
        ("他今年当选书记，班组一年核减返工30处。", None),
        ("今年3月，发展党员3名。", 2024),
    ],
)
def test_this_year_dates_no_age_comparison_or_habit(text: str, year: int | None) -> None:
    assert [m.year for m in found(text, reference_year=2024)] == [year]


@pytest.mark.parametrize("row", SUBJECTS.strip().splitlines())
def test_the_phrase_counted_and_its_verb_are_found(row: str) -> None:
    text, subject, action = row.split("|")
    (metric,) = found(text)
    assert metric.subject == subject
    assert metric.action == action or not action


def test_a_list_is_cut_after_each_measure_word_and_carries_its_verb() -> None:
    metrics = found("打造党建展厅6个、文化长廊60余个、活动室45个，其他展板168块。")
    assert [(m.subject, m.action) for m in metrics] == [
        ("党建展厅", "打造"),
        ("文化长廊", "打造"),
        ("活动室", "打造"),
        ("其他展板", "打造"),
    ]


def test_a_verb_alone_counts_what_was_counted_before_in_the_same_measure() -> None:
    metrics = found("单独组建党支部4个，联合组建3个，培训2次。")
    assert [m.subject for m in metrics] == ["党支部", "党支部", "培训"]


def test_the_head_of_an_award_is_kept_as_printed() -> None:
    metrics = found("获评金华市抗疫先进基层党组织3个、先进个人8名。")
    assert [m.subject for m in metrics] == ["金华市抗疫先进基层党组织", "先进个人"]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("下辖6个村、4个居民小组。", ["村", "居民小组"]),
        ("小区有楼房9栋、商铺31间。", ["楼房", "商铺"]),
        ("12名队员中党员8人。", ["队员", "党员"]),
        ("对18个项目、45条建议进行督办。", ["项目", "建议"]),
        ("退回礼金12人次共计3.4万元。", ["礼金", "礼金"]),
        ("发放棉被300床，新增投入3万元。", ["棉被", "投入"]),
        ("完成嫁接1.2万株，是上年的3倍。", ["嫁接", "嫁接"]),
    ],
)
def test_the_members_of_a_list_keep_their_own_nouns(text: str, subjects: list[str]) -> None:
    assert [m.subject for m in found(text)] == subjects


def test_households_and_their_persons_share_a_subject() -> None:
    assert [m.subject for m in found("帮助脱贫户88户156人就业。")] == ["脱贫户", "脱贫户"]


def test_a_change_is_two_metrics_with_their_years() -> None:
    metrics = found("党员数从2020年的474人增加至今年的495人，发展党员25人。", reference_year=2021)
    assert [(m.text, m.subject, m.year) for m in metrics] == [
        ("474人", "党员数", 2020),
        ("495人", "党员数", 2021),
        ("25人", "党员", None),
    ]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("审核时长从40分钟压减至15分钟。", ["40分钟", "15分钟"]),
        ("办理周期由9个月变为4个月。", ["9个月", "4个月"]),
        ("志愿者每月从3天到5天轮流值守。", []),
    ],
)
def test_both_ends_of_a_change_are_figures_in_measures_of_time_too(
    text: str, both: list[str]
) -> None:
    assert [m.text for m in found(text)] == both


def test_a_word_that_qualifies_the_figure_does_not_hide_its_year() -> None:
    (old, new) = found("到2022年底，收入由2018年的不足8万元增至2022年的53万元。")
    assert (old.year, new.year) == (2018, 2022)


def test_a_list_of_risks_is_no_rank() -> None:
    assert [m.subject for m in found("列出安全隐患点27个，位列全县前5名。")] == ["安全隐患点"]


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2024年度，各医院收到锦旗32面。", 2024, "2024年度"),
        ("2016年院领导共上党课12次。", 2016, "2016年"),
        ("2021年以来，累计发展党员25人。", None, "2021年以来"),
        ("结合2022年7月至2023年2月的调查，共发放问卷600份。", None, ""),
        ("公司成立于2016年，现有党员25人。", None, ""),
        ("2016年建成投用，现有党员25人。", None, ""),
        ("近三年发展党员266人。", None, "近三年"),
        ("截至目前，解决问题41条。", None, "截至目前"),
        ("2022年、2023年分别发展党员12名。", None, "2022年、2023年"),
        ("今年发展党员12名。", None, "今年"),
        ("2019年至2021年，发展党员12名。", None, "2019年至2021年"),
        ("2020年汛期期间，转移群众300人。", 2020, "2020年汛期期间"),
        ("2022年完成就业，比上年增加60人。", 2022, "2022年"),
        ("2023年，支部开展共建。走访群众36次。", 2023, ""),
        ("2019年，他来到村里。如今，全村有大棚36个。", None, "如今"),
    ],
)
def test_a_year_counts_only_where_the_text_ties_it_to_the_figure(
    text: str, year: int | None, period: str
) -> None:
    assert [(m.year, m.period) for m in found(text)] == [(year, period)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("计划投资500万元。", MetricStatus.PLANNED),
        ("力争到2025年底，建成示范村30个。", MetricStatus.PLANNED),
        ("年内正在争创“红旗支部”3个。", MetricStatus.PLANNED),
        ("正在筹建养老服务站5个。", MetricStatus.PLANNED),
        ("将建设文化广场3个。", MetricStatus.PLANNED),
        ("将26项权力下放到镇村。", MetricStatus.ACHIEVED),
        ("实施“红雁计划”，培养人才30名。", MetricStatus.ACHIEVED),
        ("计划投资500万元，目前已到位300万元。", None),
    ],
)
def test_a_target_is_told_from_a_result(text: str, status: MetricStatus | None) -> None:
    statuses = [m.status for m in found(text)]
    assert statuses == ([status] if status else [MetricStatus.PLANNED, MetricStatus.ACHIEVED])


def test_parts_point_at_their_whole() -> None:
    text = "发展党员25人(其中高知13人),培训12人。"
    assert [m.part_of and text[m.part_of.start : m.part_of.end] for m in found(text)] == [
        None,
        "25人",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("发展党员25人(其中高知13人),高知发展比例达52%。", ArithmeticCheck.RIGHT),
        ("36家医院中，30家实行党组织书记、院长分设，占比83.3%。", ArithmeticCheck.RIGHT),
        ("现有教职工186人，其中党员78人，占比41.9%。", ArithmeticCheck.RIGHT),
        ("50名党员中，有30名参加培训，占比80%。", ArithmeticCheck.DOUBTFUL),
        ("50名党员中，有30名参加培训，满意率达98%。", ArithmeticCheck.NONE),
        ("50余名党员中，有30名参加培训，占比80%。", ArithmeticCheck.NONE),
        ("党员数从474人增加至495人，增长25%。", ArithmeticCheck.NONE),
    ],
)
def test_only_a_share_tied_to_part_and_whole_is_recomputed(
    text: str, check: ArithmeticCheck
) -> None:
    assert found(text)[-1].check is check


def test_an_inherited_subject_is_less_certain_than_a_stated_one() -> None:
    stated, inherited = found("36家公立医院中，30家实行分设。")
    assert (stated.subject, inherited.subject) == ("公立医院", "公立医院")
    assert 0 < inherited.confidence < stated.confidence <= 1


def test_a_range_has_both_ends_and_its_family() -> None:
    [metric] = found("招募志愿者20—30名。")
    assert (metric.value, metric.value_max, metric.family, metric.qualifier) == (
        Decimal(20),
        Decimal(30),
        UnitFamily.PEOPLE,
        Qualifier.EXACT,
    )


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("每个网格有12—18户。", [("12—18户", 12, 18)]),
        ("一盒蜂蜜卖20元至35元。", [("20元至35元", 20, 35)]),
        ("收入从20元到35元。", [("20元", 20, None), ("35元", 35, None)]),
        ("降价后20元、35元各一种。", [("20元", 20, None), ("35元", 35, None)]),
        ("先35元至20元不通。", [("35元", 35, None), ("20元", 20, None)]),
    ],
)
def test_the_ends_of_a_range_are_told_from_those_of_a_change(
    text: str, ends: list[tuple[str, int, int | None]]
) -> None:
    assert [(m.text, m.value, m.value_max) for m in found(text)] == ends


def test_speech_in_quotes_may_state_a_figure() -> None:
    assert [m.text for m in found("“今年我家收入达到5万元，比去年多。”他说。")] == ["5万元"]


def test_captions_are_read_and_headlines_are_not() -> None:
    [metric] = find_metrics(laid_out("正文没有数字。", caption="图为20余名党员在插秧。"))
    assert (metric.span.part, metric.text, metric.subject) == ("caption:0", "20余名", "党员")


def test_a_sentence_ends_at_its_first_mark_with_the_quotes_that_close_there() -> None:
    text = "他问：“好吗？”大家说好！ 建成3个。完"
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "他问：“好吗？”",
        "大家说好！",
        "建成3个。",
        "完",
    ]


PIECES = [
    "党员25人",
    "其中",
    "2024年",
    "（",
    "）",
    "“",
    "”",
    "，",
    "。",
    "！",
    "、",
    "的",
    "占比",
    "52%",
    "12.5万元",
    "开展",
    "百余名",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_every_metric_stands_where_it_says(text: str) -> None:
    layout = laid_out(text)
    parts = layout.parts()
    for metric in find_metrics(layout):
        assert parts[metric.span.part][metric.span.start : metric.span.end] == metric.text
        assert metric.text in metric.sentence
        assert 0 <= metric.confidence <= 1


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    find_metrics(laid_out(text))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "万" * 100_000,
        "1名" + "党" * 100_000,
        "1名党员，" * 3_000,
        "2020年1名" * 2_000,
    ],
)
def test_the_work_grows_with_the_length_alone(text: str) -> None:
    found("党员25人")  # loads the dictionary
    started = process_time()
    found(text)
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("火情数、过火面积分别下降3%和5%。", ["火情数", "过火面积"]),
        ("获国家级、省级荣誉2项、9项。", ["国家级荣誉", "省级荣誉"]),
        ("培训党员、群众分别为30人和50人。", ["党员", "群众"]),
        ("队长带领6人突击小组进山。", ["突击小组"]),
        ("治理水土流失、荒漠化3%和5%。", ["水土流失、荒漠化"] * 2),
    ],
)
def test_figures_in_a_row_are_dealt_out_only_where_the_text_says_so(
    text: str, subjects: list[str]
) -> None:
    assert [metric.subject for metric in found(text)][-len(subjects) :] == subjects


def test_a_running_total_has_no_year_of_the_paragraph() -> None:
    text = "2021年，林场成立突击队。队员累计巡护3万公里。去年查处案件6起。"
    assert [metric.year for metric in found(text, 2024)] == [None, 2023]
