from __future__ import annotations

from django.core.management.base import BaseCommand

from articles.curation import reference


class Command(BaseCommand):
    help = "载入地区、主题和指标三张表；可反复运行。"

    def handle(self, **options: object) -> None:
        counts = reference.load()
        self.stdout.write("已载入：" + "，".join(f"{name} {n} 条" for name, n in counts.items()))
