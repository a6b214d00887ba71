from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from articles.curation import staging, workers


class Command(DatabaseWorker):
    help = "运行后台任务（导入、重新识读、重建索引等），直到停止；--batch 则做完排队的就结束。"

    def handle(self, *, worker_id: str, **options: Any) -> None:
        with workers.heart(worker_id):
            staging.clean()
            call_command("prune_db_task_results", verbosity=0)
            super().handle(worker_id=worker_id, **options)
