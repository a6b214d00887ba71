import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

TEXT = (
    "吉林省白山市：党旗领航争当先锋\n\n■中共白山市委组织部\n\n"
    "吉林省白山市深化党建品牌创建，组建志愿服务团队16支，群众满意。"
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("extract", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), None


def test_an_unreadable_file_is_named_and_the_others_are_printed(report, tmp_path):
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.touch()
    out, err, error = run(empty, missing, report, "--json")
    assert err.splitlines() == [
        "empty.txt：文件是空的，请检查后重新选择。",
        f"{missing}：找不到文件，请检查路径。",
    ]
    assert error == "3 个文件中有 2 个未能识读。"
    assert [article["source"] for article in json.loads(out)] == ["report.txt"]


def test_json_is_a_list_of_articles(report):
    out, err, error = run(report, "--json")
    assert (err, error) == ("", None)
    assert [article["headline"] for article in json.loads(out)] == [
        "吉林省白山市：党旗领航争当先锋"
    ]


def test_people_get_a_summary_in_chinese(report):
    out, _, _ = run(report)
    lines = out.splitlines()
    assert lines[0] == "report.txt 第 1 篇〔报道〕吉林省白山市：党旗领航争当先锋"
    assert lines[1].startswith("  地区 吉林省白山市")
    assert lines[-1] == "共 1 篇。"
