"""What the tests of all engines stand on."""

from pathlib import Path

from search.engine import Document
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine
from search.query import Query

DOCUMENTS = (
    Document(
        1,
        "医心向党·初心卫民",
        ("白 山市中心医院党委打造品牌，服务群众1.27万余人次，占83.3%。", "人人有责，责任到人"),
        authors=("张三", "李四光"),
        organizations=("白山市卫生健康委员会",),
        brands=("医心向党",),
        sources=("吉林日报", "报道.txt"),
        regions=("220000", "220600"),
        themes=("brand",),
        year=2024,
        date=20240305,
        digest="a",
    ),
    Document(
        2,
        "党员教育培训",
        ("市卫健委党员干部参加培训", "班后座谈：ＬＯＧＯ“品牌”"),
        authors=("张三丰",),
        organizations=("市卫健委", "中心医院"),
        sources=("健康报", "报道.txt"),
        regions=("220000",),
        themes=("training", "brand"),
        year=2023,
        date=20230000,
        digest="b",
    ),
    Document(3, "社区党建", ("党建引领社区治理，党建品牌响",), regions=("140000",), digest="c"),
)


def open_engine(name, folder):
    return MemoryEngine() if name == "memory" else WhooshEngine(folder / "index")


def found(engine, typed, **options):
    return set(engine.search(Query.parse(typed), **options).pks)


# The seed texts, blocks being what blank lines part, line breaks left in.
TEXTS = tuple(
    tuple(block for block in path.read_text("utf-8").split("\n\n") if block.strip())
    for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
)
BLOCKS = [block for text in TEXTS for block in text]


def report(number, text):
    """A seed as one document, its first lines taken for names as well."""
    return Document(
        number,
        text[0],
        text[1:],
        authors=text[1:3],
        organizations=text[2:4],
        brands=text[3:5],
        sources=text[4:5],
        regions=(str(number), "9"),
        themes=("a", "b")[: number % 3],
        year=2000 + number if number else None,
    )
