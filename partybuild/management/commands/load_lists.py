from __future__ import annotations

from django.core.management.base import BaseCommand

from articles.curation import reference
from search import names
from search.models import Synonym


class Command(BaseCommand):
    help = "载入地区、主题、指标三张表和同义词；可反复运行，人工改过的同义词不动。"

    def handle(self, **options: object) -> None:
        counts = reference.load() | {"新同义词": Synonym.objects.load()}
        names.bring_lists()
        self.stdout.write("已载入：" + "，".join(f"{name} {n} 条" for name, n in counts.items()))
