from __future__ import annotations

import errno
import hashlib
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from tqdm import tqdm

from articles.curation import jobs, reference
from articles.curation.ingest import ingest
from search import names
from search.indexing import catch_up
from search.models import Synonym
from search.models.synonym import version as synonyms_version

SEEDS = settings.BASE_DIR / "seeds"


class Command(BaseCommand):
    help = "备好全站并启动：建库、载入名录、导入样例、建索引、收集静态文件，然后开始服务。可反复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help="主机:端口")
        parser.add_argument("--no-serve", action="store_true", help="只做准备，不启动服务")

    def handle(self, *, address: str, no_serve: bool, **options: object) -> None:
        if not no_serve:
            _require_free(address)
        self._say("数据库", "结构为最新", _migrate)
        self._say("名录", "地区、主题、指标、同义词已载入", _load_lists)
        self._say("样例", "已导入", _ingest_seeds)
        self._say("索引", "与数据库一致", _index)
        self._say("静态文件", "已收集", _collect_static)
        if not no_serve:
            self._serve(address)

    def _say(self, what: str, done: str, step: Callable[[], object]) -> None:
        self.stderr.write(f"{what}……")
        step()
        self.stderr.write(f"{what}：{done}")

    def _serve(self, address: str) -> None:
        self.stdout.write(
            f"\n党建报道档案： http://{address}/\n编辑台：       http://{address}/admin/"
        )
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(f"建立管理员：   {_python()} manage.py createsuperuser")
        self.stdout.write("按 Ctrl+C 停止。")
        self.stdout.flush()
        arguments = ["--bind", address, "--worker-class", "gthread", "--threads", "8"]
        arguments += ["--timeout", "300"]  # an upload of many files is read within its request
        os.execv(  # noqa: S606 -- our own interpreter, no shell
            sys.executable,
            [sys.executable, "-m", "gunicorn", *arguments, "--log-level", "warning",
             "partybuild.wsgi"],
        )  # fmt: skip


def _require_free(address: str) -> None:
    """Stop before any work if nobody could listen at *address*."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"{address}：地址应为“主机:端口”，例如 127.0.0.1:8000。")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"{address} 已被占用，请换一个端口：manage.py up {host}:8001"
                ) from error
            raise CommandError(f"无法监听 {address}：{error.strerror}") from error


def _migrate() -> None:
    """Bring the tables up to date, or say that there is no database to be reached."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"无法连接数据库，请检查 DATABASE_URL：{error}") from error
    call_command("migrate", verbosity=0)


def _load_lists() -> None:
    """Load regions, themes, indicators and synonyms, unless these very lists were loaded before."""
    jobs.once("名录载入", [reference.load], version=reference.version())
    jobs.once("检索用名", [names.bring_lists], version=reference.version())
    jobs.once("同义词载入", [Synonym.objects.load], version=synonyms_version())


def _ingest_seeds() -> None:
    """Ingest the sample files, the first time only: who deletes one later does not get it back."""
    seeds = sorted(SEEDS.glob("*.txt"))
    bar = tqdm(total=len(seeds), unit="件", disable=None, delay=0.1)  # none where nothing is done

    def one(path: Path) -> None:
        ingest(path.read_bytes(), path.name)
        bar.update()

    jobs.once("样例导入", [partial(one, path) for path in seeds])
    bar.close()


def _index() -> None:
    """Rebuild an index that cannot answer; else bring in what is pending."""
    catch_up()


def _collect_static() -> None:
    """Collect static files anew if any of them differs from what was collected last."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text("utf-8") == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest(), "utf-8")


def _python() -> str:
    """Return how to call this interpreter from here."""
    path = Path(sys.executable)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
