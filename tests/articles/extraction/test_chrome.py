import pytest

from articles.extraction import chrome
from articles.extraction.layout import lay_out
from articles.extraction.types import Author

TITLE = "小窗口里的大温度"
TEXT = "走进县法院服务大厅，党员许静正在讲解网上办事流程。今年以来，该院设立先锋岗5个，接待群众2300人次。"
IMPRINT = "时间：2024-05-10 来源：江海先锋 作者：丁敏"


@pytest.mark.parametrize(
    "line",
    ["分享经验", "打印机捐赠仪式", "大", "首页", "字号工程", "收藏家走进校园", "上一篇章", "位置偏远", "当前位置偏远的村"],
)  # fmt: skip
def test_what_only_resembles_a_button_is_none(line):
    assert not chrome.is_chrome(line)


@pytest.mark.parametrize(
    "line",
    ["1+1>2", "支部“1+1>2”", "党建 基层 法治", "一张网兜起民生", "首页改版了"],
)
def test_what_only_resembles_a_menu_or_a_path_stays_above_the_text(line):
    (layout,) = lay_out(f"{line}\n\n{TITLE}\n\n{IMPRINT}\n\n{TEXT}")
    assert line in (*layout.kicker, layout.headline)


@pytest.mark.parametrize(
    "top",
    [
        "江海先锋网\n首页 | 要闻 | 党建 | 基层 | 视频\n当前位置：首页 > 基层党建",
        "县人民法院官网\n首页  新闻中心  党建园地  联系我们\n您现在的位置：网站首页 >> 党建园地 >> 正文",
        "党建园地 / 基层动态",
        "您当前的位置：首页>>新闻中心>>党建专栏",
        "县人民法院\nCounty Court\n首页 法院概况 新闻中心 党建园地",
        "当前位置:\n首页\n>\n党建园地\n>\n正文",
        "欢迎访问江海先锋网！今天是2024年5月10日 星期五",
        "登录 注册 | 网站地图 | 无障碍",
        "收藏本站 | 设为首页 | 繁體",
        "☰ 导航",
        "来自：江海先锋微信公众号",
        "省国有资产监督管理委员会\n国资动态 > 企业党建",
        "人民网>>中国共产党新闻网>>党建>>基层党建",
        "学习强国 | 江苏学习平台",
        "原标题：小窗口里的大温度",
    ],
)
def test_what_heads_a_web_page_is_no_kicker(top):
    (layout,) = lay_out(f"{top}\n\n{TITLE}\n\n{IMPRINT}\n\n{TEXT}")
    assert (layout.kicker, layout.headline) == ((), TITLE)
    assert layout.authors == (Author("丁敏", "作者"),)


def test_a_title_above_the_path_stays_where_no_other_stands_below():
    (layout,) = lay_out(f"{TITLE}\n\n首页 > 党建园地 > 正文\n\n{IMPRINT}\n\n{TEXT}")
    assert layout.headline == TITLE
