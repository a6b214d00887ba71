from __future__ import annotations

import importlib.util
import json
from argparse import ArgumentParser
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles import extraction
from articles.curation.evaluation import record
from articles.readers import read

GOLD = settings.BASE_DIR / "tests" / "gold"


class Command(BaseCommand):
    help = "按人工标注评测识读质量，打印各项准确率、召回率和 F1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, default=GOLD, help="标注目录")
        parser.add_argument(
            "--seeds", type=Path, default=settings.BASE_DIR / "seeds", help="原文目录"
        )
        parser.add_argument("--misses", action="store_true", help="列出漏读与误读")
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 打印")
        parser.add_argument(
            "--raise-floors", type=Path, metavar="FILE", help="把高于下限的得分写入该下限文件"
        )
        parser.add_argument(
            "--no-save", action="store_false", dest="save", help="不把结果记入“数据质量”页"
        )

    def handle(
        self,
        *,
        gold: Path,
        seeds: Path,
        misses: bool,
        as_json: bool,
        save: bool,
        raise_floors: Path | None,
        **options: object,
    ) -> None:
        scorer = _scorer(gold)
        wanted = [json.loads(p.read_text("utf-8")) for p in sorted(gold.glob("[0-9]*.json"))]
        if not wanted:
            raise CommandError(f"{gold}：没有标注文件。")
        tallies = scorer.score(wanted, _read_all(seeds, {one["source"] for one in wanted}))
        figures = {row: _figures(tally) for row, tally in tallies.items()}
        if save and gold.resolve() == GOLD:  # the page speaks of these texts alone
            self._store(figures, len(wanted))
        if raise_floors:
            _raise(raise_floors, figures)
        if as_json:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{'':34}  prec  recall    F1   hits missed extra")
        for row, tally in tallies.items():
            self.stdout.write(_line(row, figures[row]))
            if misses:
                for kind in ("missed", "extra"):
                    for item in getattr(tally, kind):
                        self.stdout.write(f"    {kind:7} {item}")

    def _store(self, figures: dict[str, Any], articles: int) -> None:
        """Store the run for the page about the data; without tables it is only printed."""
        try:
            record(figures, articles=articles)
        except DatabaseError:
            self.stderr.write("数据库尚未建好，结果没有记入“数据质量”页。")


def _scorer(gold: Path) -> ModuleType:
    """Load the one scoring script, which lies beside the annotations."""
    path = gold / "score.py"
    if not path.exists():
        path = GOLD / "score.py"
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise CommandError(f"{path}：没有评分程序。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read_all(seeds: Path, names: set[str]) -> list[dict[str, Any]]:
    articles = []
    for name in sorted(names):
        path = seeds / name
        if not path.exists():
            raise CommandError(f"{path}：标注所指的原文不在。")
        document = read(path.read_bytes(), name)
        articles += [
            extraction.to_json(article, name) for article in extraction.extract(document.text)
        ]
    return articles


def _figures(tally: Any) -> dict[str, Any]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "hits": tally.hits,
        "missed": len(tally.missed),
        "extra": len(tally.extra),
    }


def _raise(path: Path, figures: dict[str, dict[str, Any]]) -> None:
    """Write each row's F1 to *path* where it is higher than the floor there; none ever falls."""
    floors = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for row, values in figures.items():
        # Cut, not rounded: a floor must not lie above the figure that set it.
        reached = int((values["f1"] or 0) * 1000) / 1000
        floors[row] = max(floors.get(row, 0), reached)
    path.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _line(row: str, figures: dict[str, Any]) -> str:
    shares = (figures[name] for name in ("precision", "recall", "f1"))
    shown = "  ".join("    -" if share is None else f"{share:5.3f}" for share in shares)
    return f"{row:34} {shown}  {figures['hits']:5} {figures['missed']:6} {figures['extra']:5}"
