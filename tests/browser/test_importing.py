"""A manager imports files and takes them back, with and without JavaScript."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from articles.models import Article, Batch, Source
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
REPORT = "白山市：第{0}批党员带头\n\n白山市第{0}批党员义诊{1}场次，服务群众{2}人次，受到欢迎。\n"
BIG5 = "各地黨員帶頭走訪群眾。\n\n白山市各級黨組織組織黨員開展義診活動，服務群眾，受到歡迎。\n"


@pytest.fixture
def given(tmp_path):
    """Files on the machine of the person: two reports, one in an old encoding, one empty."""
    folder = tmp_path / "given"
    folder.mkdir()
    for n in (1, 2):
        (folder / f"{n}.txt").write_text(REPORT.format(n, n + 2, n * 100 + 7), "utf-8")
    (folder / "3 繁.txt").write_text(BIG5, "big5")
    (folder / "4 空.txt").write_bytes(b"")
    yield sorted(folder.iterdir())
    shutil.rmtree(folder)


@pytest.fixture
def worker(settings, tmp_path, monkeypatch):
    """A worker that the test starts when it pleases; it sees the database of the test."""
    settings.JOBS = "worker"
    where = connection.settings_dict
    url = f"sqlite:///{where['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    for name, value in (
        ("DATABASE_URL", url), ("DATA_DIR", str(tmp_path)), ("SEARCH_URL", "memory://"),
        ("JOBS", "worker"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    running = []

    def start():
        command = [sys.executable, ROOT / "manage.py", "db_worker", "--no-startup-delay"]
        running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))

    yield start
    for one in running:
        one.terminate()
        one.wait()


def test_files_are_looked_at_imported_and_taken_back(
    request: pytest.FixtureRequest, page: Page, lists, editor, given, worker
):
    scripts = "no-js" not in request.node.name
    found = []

    def look():
        if scripts:  # axe itself is JavaScript
            found.extend(objections(page))

    def wait_for(text):
        """Wait until the page says *text*: it renews itself, or the person clicks 刷新."""
        for _ in range(1 if scripts else 60):
            if not scripts and page.get_by_text(text).count():
                break
            if not scripts:
                page.wait_for_timeout(500)
                page.get_by_role("link", name="刷新").click()
        expect(page.get_by_text(text).first).to_be_visible(timeout=30_000)

    page.goto("/admin/articles/batch/add/")
    page.get_by_label("用户名").fill("bianji")
    page.get_by_label("密码").fill("bianji")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="导入文件")).to_be_visible()
    look()
    page.get_by_label("文件").first.set_input_files(given)
    page.get_by_label("来源刊物").fill("白山日报")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("排队中：后台进程未启动")).to_be_visible()
    look()
    worker()
    wait_for("还没有存入任何内容")
    look()
    assert Source.objects.count() == 0
    expect(page.get_by_role("row", name="4 空.txt")).to_contain_text("不能导入：文件是空的")
    page.get_by_role("checkbox", name="导入：2.txt").uncheck()
    page.get_by_role("combobox", name="编码：3 繁.txt").select_option("big5")
    page.get_by_role("button", name="保存并按所选编码重新检查").click()
    wait_for("还没有存入任何内容")
    page.get_by_role("button", name="导入勾选的文件").click()
    wait_for("下载 CSV")
    look()
    expect(page.get_by_text("新增 2 个文件（2 篇报道）").first).to_be_visible()
    assert set(Article.objects.values_list("publication", flat=True)) == {"白山日报"}
    assert set(Source.objects.values_list("encoding", flat=True)) == {"utf-8", "big5"}
    address = Article.objects.first().get_absolute_url()
    page.get_by_role("link", name="撤销本次导入").click()
    expect(page.get_by_role("button", name="撤销本次导入")).to_be_visible()
    look()
    page.get_by_role("button", name="撤销本次导入").click()
    wait_for("这次导入已全部撤销")
    assert (Source.objects.count(), Batch.objects.get().stage) == (0, "undone")
    assert page.request.get(address).status == 410
    assert found == []
