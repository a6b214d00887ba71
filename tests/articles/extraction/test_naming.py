import pytest

from tests.articles.extraction.test_organizations import found, names


@pytest.mark.parametrize(
    "text",
    [
        "打造幸福社区、平安社区。",
        "选派党员到文明社区。",
        "年内再建12个“邻里友好社区”，建成5家“暖心商户超市”。",
        "改造嘎查村党群服务中心。",
        "招引客商成立茶业有限公司。",
        "美团、饿了么等平台参加，美团骑手充电。",
        "外卖站点、快递网点遍布。",
        "把各乡镇党委、中心镇党委拧成一股绳。",
        "在市中心开展宣传。",
        "走访门店，巡查市场。",
    ],
)
def test_a_description_is_no_name(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("淮阳集团黑石沟矿开工。", ["淮阳集团黑石沟矿"]),
        ("黑石沟矿工会慰问。", ["黑石沟矿", "黑石沟矿工会"]),
        ("走进好邻居商贸有限公司。", ["好邻居商贸有限公司"]),
        ("云之谷食用菌合作社签约。", ["云之谷食用菌合作社"]),
        ("古洞春茶业公司出资。", ["古洞春茶业公司"]),
        ("百佳超市党支部成立。", ["百佳超市", "百佳超市党支部"]),
        ("江南铁建集团第二工程公司承建。", ["江南铁建集团第二工程公司"]),
        ("快鹿外卖江南站点建立支部。", ["快鹿外卖江南站点"]),
        ("芝英支行组队，浦市支行跟上。", ["芝英支行", "浦市支行"]),
        ("老百姓大药房解放路店开业。", ["老百姓大药房解放路店"]),
        ("和平社区党委开会，走访前进村。", ["和平社区", "和平社区党委", "前进村"]),
        ("幸福社区党委开会。走访幸福社区居民。", ["幸福社区", "幸福社区党委"]),
        ("走访富达集团，联兴公司签约。", ["富达集团", "联兴公司"]),
        ("杰利科技（浙江）有限公司开工。", ["杰利科技（浙江）有限公司"]),
        ("松阳坪村修路。", ["松阳坪村"]),
        ("永康市启新小学开学。", ["永康市启新小学"]),
        ("永康市博物院、永康市美术馆开馆。", ["永康市博物院", "永康市美术馆"]),
        ("参观八路军西安办事处纪念馆。", ["八路军西安办事处纪念馆"]),
        ("永康市农机推广总站、永康市农产品质量安全站下乡。", ["永康市农机推广总站", "永康市农产品质量安全站"]),
        ("市粮食供应中心、市三小参加。", ["永康市粮食供应中心", "永康市第三小学"]),
        ("人保财险市支公司理赔。", ["人保财险永康市支公司"]),
        ("市委和市委市直机关工委指导。", ["中共永康市委市直机关工委"]),
        ("走进叙永县向林镇跃龙村。", ["叙永县向林镇跃龙村"]),
        ("专访桃源县茶庵铺镇党委书记。", ["桃源县茶庵铺镇党委"]),
        ("我镇周北村与殷庄村共建。", ["周北村", "殷庄村"]),
        ("中国银行永康支行、农业银行永康支行签约。", ["中国银行永康支行", "中国农业银行永康支行"]),
    ],
)  # fmt: skip
def test_a_name_is_read_from_end_to_end(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("浙江省金华市永康市中医院义诊。", "永康市中医院"),
        ("广东省韶关市仁化县人民医院义诊。", "仁化县人民医院"),
        ("浙江省金华市婺城区中医院义诊。", "金华市婺城区中医院"),
        ("大理州委授予称号。", "中共大理白族自治州委"),
        ("中共长阳县纪委发文。", "中共长阳土家族自治县纪委"),
        ("团泸溪县委开会。", "共青团泸溪县委"),
    ],
)
def test_a_division_stands_in_a_name_in_full_and_alone(text: str, wanted: str) -> None:
    assert names(text) == [wanted]


def test_a_bare_county_is_the_last_one_named_where_the_report_has_no_home() -> None:
    found = names("泸溪县教育局开会。", "凤凰县卫健局、县教育局发文。", home="")
    assert found == ["泸溪县教育局", "凤凰县卫生健康局", "凤凰县教育局"]


@pytest.mark.parametrize(
    "texts",
    [
        ("商洛发电有限公司开会。", "陕投集团商洛发电有限公司获奖。"),
        ("欢喜岭矿业有限责任公司开会。", "欢矿公司获奖。"),
        ("中国农业银行永康支行开会。", "农行永康支行获奖。"),
        ("浙江永田中机股份有限公司开会。", "中机公司获奖。"),
        ("中国农业银行股份有限公司泸溪县支行开会。", "泸溪支行获奖。"),
    ],
)
def test_a_firm_has_one_name_however_it_is_called(texts: tuple[str, ...]) -> None:
    assert names(*texts) == [max(names(*texts), key=len)]


def test_the_parts_of_a_body_take_its_full_name_when_it_is_told() -> None:
    text = "商洛发电有限公司党委开会。", "陕投集团商洛发电有限公司获奖。"
    assert names(*text) == ["陕投集团商洛发电有限公司", "陕投集团商洛发电有限公司党委"]


def test_two_banks_of_one_county_stay_apart() -> None:
    text = "中国银行永康支行开会。中国农业银行永康支行开会。中国银行永康支行获奖。"
    assert [len(bank.mentions) for bank in found(text)] == [2, 1]


def test_who_only_helps_is_not_meant_by_its_kind() -> None:
    text = "永康市中医院开会。在杭州市人民医院专家帮扶下，该院建成中心。"
    [own, helper] = found(text)
    assert ([m.text for m in own.mentions], len(helper.mentions)) == (["永康市中医院", "该院"], 1)
