from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from articles.curation import jobs, staging, workers
from articles.models import Job
from articles.outputs import bulk

SHOWN = 20


class Command(BaseCommand):
    help = (
        "列出最近的任务；--reap 找出后台进程已死的任务，--resume 从中断处继续，--cancel 要求停止。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reap",
            action="store_true",
            help="把心跳停了的任务标为中断，并清理过期的待导入文件和导出文件",
        )
        parser.add_argument("--resume", type=int, metavar="JOB", help="继续这个任务")
        parser.add_argument("--cancel", type=int, metavar="JOB", help="停止这个任务")

    def handle(
        self, *, reap: bool, resume: int | None, cancel: int | None, **options: object
    ) -> None:
        if reap:
            for job in workers.reap():
                self.stdout.write(f"{_line(job)}：已标为中断")
            self.stdout.write(f"清理过期的待导入文件：{staging.clean()} 次导入")
            self.stdout.write(f"清理过期的导出文件：{bulk.clean()} 个")
        if resume is not None and not jobs.resume(_found(resume)):
            raise CommandError(f"任务 {resume} 不能继续：只有失败、取消、中断的可以。")
        if cancel is not None:
            jobs.cancel(_found(cancel))
        for job in Job.objects.all()[:SHOWN]:
            self.stdout.write(_line(job))


def _found(pk: int) -> Job:
    try:
        return Job.objects.get(pk=pk)
    except Job.DoesNotExist as error:
        raise CommandError(f"没有任务 {pk}。") from error


def _line(job: Job) -> str:
    said = f"  {job.message}" if job.message else ""
    name, state = jobs.label(job.kind), job.get_status_display()
    return f"{job.pk}  {name}  {state}  {job.done}/{job.total}{said}"
