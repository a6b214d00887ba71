"""Tables out and in: what goes out comes in unchanged, nothing is stored unseen, nothing by halves."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from articles.admin.desk import change_url
from articles.curation import corrections, reference, sheets
from articles.models import (
    Entry,
    Indicator,
    Organization,
    OrganizationAlias,
    Origin,
    PolicyTerm,
    Theme,
)
from search.models import Name, Synonym

TABLES = (OrganizationAlias, Indicator, Theme, PolicyTerm, Synonym)


def address(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def taken(client, model, form):
    """Return the bytes of the table of *model*."""
    return b"".join(client.get(address(model, "export", form)).streaming_content)


def rows_of(data):
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def as_csv(rows):
    text = StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def shown(client, model, data, name="表.csv"):
    """Return the page that shows what a file would change."""
    return client.post(address(model, "import"), {"document": SimpleUploadedFile(name, data)})


def stored(client, model, data, name="表.csv"):
    """Look at what a file would change, and let it."""
    context = shown(client, model, data, name).context
    sent = {"sheet": context["sheet"], "expected": context["found"].digest}
    return client.post(address(model, "import"), sent, follow=True)


def wrong(page):
    return {one.line: one.errors for one in page.context["found"].errors}


@pytest.fixture
def filled(article, editor):
    Synonym.objects.load()
    PolicyTerm.objects.create(term="三会一课", note="=HYPERLINK(1)")
    PolicyTerm.objects.create(term="两学一做", kind="工程", bare=True, note="'=不是公式")
    Theme.objects.filter(pk=Theme.objects.first().pk).update(definition="-1 起，“引号”\n第二行")
    return editor


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_what_goes_out_comes_in_unchanged(desk, filled, model, form):
    data = taken(desk.client, model, form)
    page = shown(desk.client, model, data, f"表.{form}")
    found = page.context["found"]
    assert (found.errors, found.changes) == ([], [])
    assert len(found.lines) == model._base_manager.count() > 0


def test_no_cell_that_goes_out_is_a_formula(desk, filled):
    rows = rows_of(taken(desk.client, PolicyTerm, "csv"))
    assert {row["说明"] for row in rows} == {"'=HYPERLINK(1)", "''=不是公式"}
    book = load_workbook(BytesIO(taken(desk.client, PolicyTerm, "xlsx")))
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "inlineStr", "n"}


def test_a_file_is_looked_at_before_anything_is_stored(desk, filled):
    rows = rows_of(taken(desk.client, Theme, "csv"))
    old, rows[0]["名称"] = rows[0]["名称"], "人工定的主题"
    page = shown(desk.client, Theme, as_csv(rows))
    (change,) = page.context["found"].changes
    assert change.changes == (("名称", old, "人工定的主题"),)
    assert Theme.objects.filter(name=old).exists()
    assert not Entry.objects.filter(content_type__model="theme", reason="导入表格：主题").exists()
    stored(desk.client, Theme, as_csv(rows))
    theme = Theme.objects.get(name="人工定的主题")
    assert theme.origin == Origin.PERSON
    entry = Entry.objects.of(theme).first()
    assert (entry.actor, entry.reason) == (filled, "导入表格：主题")
    assert entry.changes["name"] == [old, "人工定的主题"]
    reference.load()
    assert Theme.objects.filter(name="人工定的主题").exists()


@pytest.mark.django_db(transaction=True)
def test_suggestions_follow_a_renamed_theme(lists, client):
    client.force_login(get_user_model().objects.create_superuser("guan"))
    rows = rows_of(taken(client, Theme, "csv"))
    rows[0]["名称"] = "人工定的主题"
    stored(client, Theme, as_csv(rows))
    assert Name.objects.filter(kind="theme", label="人工定的主题").exists()


def test_one_wrong_line_lets_nothing_be_stored(desk, filled):
    rows = rows_of(taken(desk.client, Indicator, "csv"))
    rows[0]["名称"], rows[1]["单位族"], rows[2]["次序"] = "改名", "斤两", "第一"
    rows[3] = rows[4]
    page = shown(desk.client, Indicator, as_csv(rows))
    said = wrong(page)
    assert sorted(said) == [3, 4, 6]
    assert "没有“斤两”" in said[3][0]
    assert "“第一”不是数字" in said[4][0]
    assert said[6] == ("与第 5 行重复",)
    sent = {"sheet": page.context["sheet"], "expected": page.context["found"].digest}
    desk.client.post(address(Indicator, "import"), sent)
    assert not Indicator.objects.filter(name="改名").exists()


def test_what_changed_after_the_look_is_looked_at_again(desk, filled):
    rows = rows_of(taken(desk.client, PolicyTerm, "csv"))
    rows[0]["说明"] = "新说明"
    context = shown(desk.client, PolicyTerm, as_csv(rows)).context
    PolicyTerm.objects.filter(term=rows[0]["词语"]).update(note="别人改的")
    sent = {"sheet": context["sheet"], "expected": context["found"].digest}
    answer = desk.client.post(address(PolicyTerm, "import"), sent)
    assert "再看一次" in desk.said(answer)
    assert not PolicyTerm.objects.filter(note="新说明").exists()
    sent = {"sheet": "x" + context["sheet"], "expected": context["found"].digest}
    answer = desk.client.post(address(PolicyTerm, "import"), sent, follow=True)
    assert "预览已过期" in desk.said(answer)


def test_aliases_are_added_struck_out_and_brought_back(desk, filled):
    body = Organization.objects.first()
    other = Organization.objects.exclude(pk=body.pk).first()
    corrections.amend_aliases(body, by=filled, add=["旧称甲"])
    columns = ["单位编号", "单位", "别名", "状态"]
    lines = [
        [str(body.pk), body.name, "旧称甲", "已删去"],
        [str(body.pk), "", "新称乙", "有效"],
        [str(other.pk), other.name, "错认丙", "已删去"],
    ]
    rows = [dict(zip(columns, line, strict=True)) for line in lines]
    stored(desk.client, OrganizationAlias, as_csv(rows))
    told = OrganizationAlias.everything.filter(name__in=["旧称甲", "新称乙", "错认丙"])
    assert set(told.values_list("name", "struck")) == {
        ("旧称甲", True), ("新称乙", False), ("错认丙", True),
    }  # fmt: skip
    rows[0]["状态"] = "有效"
    rows[1]["单位编号"] = "999999"
    rows[2]["单位"] = "张冠李戴"
    said = wrong(shown(desk.client, OrganizationAlias, as_csv(rows)))
    assert said[3] == ("没有编号为“999999”的单位",)
    assert f"编号 {other.pk} 的单位是" in said[4][0]
    stored(desk.client, OrganizationAlias, as_csv(rows[:1]))
    assert body.aliases.filter(name="旧称甲").exists()


def test_synonyms_are_checked_as_in_their_form(desk, filled):
    rows = [{"编号": "", "同义词": "只有一个", "备注": "", "启用": "是"}]
    assert "至少两个词" in wrong(shown(desk.client, Synonym, as_csv(rows)))[2][0]
    rows = [{"编号": "", "同义词": "甲甲＝乙乙", "备注": "", "启用": "是"}]
    stored(desk.client, Synonym, as_csv(rows))
    synonym = Synonym.objects.get(terms="甲甲=乙乙")
    assert Entry.objects.of(synonym).get().actor == filled


def test_synonyms_switched_off_by_hand_are_told(desk, filled):
    synonym = Synonym.objects.first()
    sent = {"action": "switch_off", "_selected_action": [synonym.pk]}
    desk.client.post(reverse("admin:search_synonym_changelist"), sent)
    entry = Entry.objects.of(synonym).first()
    assert (entry.changes, entry.actor) == ({"active": [True, False]}, filled)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.txt", b"x", "只能读 CSV 与 XLSX"),
        ("表.xlsx", b"PK no zip", "不是完好的 XLSX"),
        ("表.csv", b"", "空"),
        ("表.csv", "词语,词语\n".encode(), "不能重复"),
        ("表.csv", "词语\n甲,乙\n".encode(), "第 2 行比栏目多"),
        ("表.csv", b"x" * (sheets.LARGEST + 1), "超过 2 MB"),
        ("表.csv", "词语\n".encode() + b"a\n" * (sheets.MOST_ROWS + 1), "最多 10000 行"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(desk, filled, name, data, said):
    form = shown(desk.client, PolicyTerm, data, name).context["form"]
    assert said in str(form.errors)


def test_a_formula_that_is_brought_is_refused(desk, filled):
    book = Workbook()
    book.active.append(["词语", "说明"])
    book.active.append(["三会一课", "=1+1"])
    file = BytesIO()
    book.save(file)
    form = shown(desk.client, PolicyTerm, file.getvalue(), "表.xlsx").context["form"]
    assert "第 2 行有公式" in str(form.errors)


def test_a_table_in_gbk_and_with_columns_of_its_own_is_read(desk, filled):
    data = "词语,说明\n三会一课,改过的说明\n".encode("gb18030")
    stored(desk.client, PolicyTerm, data)
    assert PolicyTerm.objects.get(term="三会一课").note == "改过的说明"
    page = shown(desk.client, PolicyTerm, "词语,颜色\n三会一课,红\n".encode())
    assert wrong(page) == {1: ("不认识的栏目“颜色”",)}
    page = shown(desk.client, PolicyTerm, "说明\n红\n".encode())
    assert wrong(page) == {1: ("缺少栏目“词语”",)}


def test_who_may_only_look_takes_away_but_brings_nothing(client, filled):
    user = get_user_model().objects.create_user("kan", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    for model in TABLES:
        assert client.get(address(model, "export", "csv")).status_code == 200
        assert client.get(address(model, "import")).status_code == 403
        assert client.post(address(model, "import"), {"sheet": "x"}).status_code == 403


def test_an_indicator_is_changed_by_hand_and_told(desk, filled):
    indicator = Indicator.objects.first()
    desk.amend(indicator, definition="人工的定义")
    indicator.refresh_from_db()
    assert (indicator.definition, indicator.origin) == ("人工的定义", Origin.PERSON)
    assert Entry.objects.of(indicator).first().actor == filled
    page = desk.client.get(change_url(indicator)).content.decode()
    assert 'name="slug"' not in page
