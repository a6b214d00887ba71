from datetime import date

import pytest

from articles.models import Article, Region, Source, Theme
from search.engines import get_engine
from search.indexing import rebuild


@pytest.fixture
def baishan(lists):
    jilin, _ = Region.objects.get_or_create(
        code="220000",
        defaults={"level": "province", "name": "吉林省", "short": "吉林", "pinyin": "jilin"},
    )
    city, _ = Region.objects.get_or_create(
        code="220600",
        defaults={
            "level": "prefecture",
            "name": "白山市",
            "short": "白山",
            "pinyin": "baishan",
            "parent": jilin,
        },
    )
    return city


@pytest.fixture
def theme(db):
    return Theme.objects.create(slug="shiyan", name="试验主题")


@pytest.fixture
def make(lists):
    """Make an article of a headline, a body and any other columns; nothing is announced."""
    source = Source.objects.create(
        name="报道.txt",
        sha256="0" * 64,
        size=1,
        media_type="text/plain",
        encoding="utf-8",
        text="",
    )

    def make(headline, body="正文", **fields):
        if year := fields.pop("year", None):
            fields |= {"published_on": date(year, 1, 1), "date_precision": "year"}
        ordinal = source.articles.count() + 1
        return Article.objects.create(
            source=source, ordinal=ordinal, headline=headline, body=body, **fields
        )

    return make


@pytest.fixture
def archive(make, baishan, theme):
    """Three indexed reports."""
    articles = [
        make(
            "医心向党·初心卫民",
            "## 一、抓品牌\n\n白山市中心医院打造党建品牌，服务群众1.27万余人次。",
            region=baishan,
            primary_theme=theme,
            year=2024,
        ),
        make("党员教育培训", "党员<干部>参加党建培训。", region=baishan.parent, year=2023),
        make("社区治理", "党建引领社区。"),
    ]
    rebuild()
    return articles


@pytest.fixture
def engine():
    return get_engine()
