"""The form by which a reader tells of an error; no account is needed."""

from __future__ import annotations

import re

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import salted_hmac

from articles.curation.reports import TooMany, take
from articles.models import Article, Report
from articles.outputs.reading import card_id
from articles.views.articles import facts

SUBJECT = re.compile(r"f-(org|brand|metric)-[0-9]{1,18}")


class ReportForm(forms.ModelForm[Report]):
    """What is wrong, where, and how to ask back."""

    website = forms.CharField(required=False)  # people do not see it: who fills it in is none

    class Meta:
        model = Report
        fields = ("quote", "message", "contact")
        labels = {"quote": "有误的文字", "message": "错在哪里", "contact": "联系方式（选填）"}
        help_texts = {
            "quote": "可从正文中复制；针对整篇的不必填",
            "contact": "电话或邮箱，只供编辑核实，不公开",
        }
        widgets = {"message": forms.Textarea({"rows": 5, "maxlength": 1000})}


def report(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask what is wrong with an article, or with the fact that ``?fact=`` names, and take it down."""
    row = get_object_or_404(Article.objects.public().prefetch_related("captions"), pk=pk)
    asked = request.GET.get("fact", "")
    subject = asked if SUBJECT.fullmatch(asked) else ""
    quote = next((fact.quote for fact in facts(row) if card_id(fact) == subject), "")
    form = ReportForm(request.POST or None, initial={"quote": quote[:500]})
    status = 200
    if request.method == "POST" and form.is_valid():
        found = form.instance
        found.article, found.subject = row, subject if quote else ""
        found.sender = salted_hmac("report", request.META.get("REMOTE_ADDR", "")).hexdigest()
        try:
            if not form.cleaned_data["website"]:
                take(found)
            return HttpResponseRedirect(f"{request.path}?sent=1")
        except TooMany as error:
            form.add_error(None, str(error))
            status = 429
    context = {"article": row, "form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "articles/report.html", context, status=status)
