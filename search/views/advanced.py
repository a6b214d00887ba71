"""The advanced form: boxes that are put together into the query that the search box takes."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from articles.filters import FIRST_YEAR, LAST_YEAR, BrowseFilter
from search.query import MAX_LENGTH, MAX_TERMS, Query
from search.query.composing import composed


def _box(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=MAX_LENGTH)


def _year(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


class AdvancedForm(forms.Form):
    """What can be asked for, box by box."""

    all = _box("含全部词", "空格隔开，须同时出现")
    phrase = _box("含短语", "一字不差，同 “短语”")
    any = _box("含任一词", "空格隔开，同 OR")
    none = _box("不含", "空格隔开，同 -词")
    near = _box("同句或同段的词", "空格隔开，同 “词 词”~句")
    within = forms.ChoiceField(
        label="范围", choices=[("句", "同一句"), ("段", "同一段")], required=False
    )
    title = _box("标题")
    author = _box("作者")
    organization = _box("单位", "名称或别名的一部分")
    brand = _box("品牌")
    source = _box("来源", "刊发媒体或文件名")
    region = _box("地区", "省、市、县名或代码，含其下各级")
    theme = _box("主题", "名称或其一部分")
    year_from = _year("起始年份")
    year_to = _year("截止年份")

    def clean(self) -> dict[str, object]:
        """Refuse a form that asks for nothing, or for more than a query can hold."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            text = self.query()
            if not text:
                raise forms.ValidationError("请至少填写一栏。")
            if Query.parse(text).notice:  # it would be cut
                most = f"最多 {MAX_LENGTH} 个字、{MAX_TERMS} 个词"
                raise forms.ValidationError(f"填写的内容太多，一条检索式{most}。")
        return cleaned

    def query(self) -> str:
        """Return what the boxes ask for; only for a form that was cleaned."""
        boxes = {k: v for k, v in self.cleaned_data.items() if isinstance(v, str)}
        years = (self.cleaned_data.get(key) for key in ("year_from", "year_to"))
        return composed(boxes, *years)


def advanced(request: HttpRequest) -> HttpResponse:
    """Show the form; sent, lead to the results of what it asks for."""
    sent = any(name in request.GET for name in AdvancedForm.base_fields)
    form = AdvancedForm(request.GET if sent else None)
    if sent and form.is_valid():
        return redirect(f"{reverse('search')}?{BrowseFilter().urlencode(q=form.query())}")
    return render(request, "search/advanced.html", {"form": form})
