"""The borders between the articles of a source: looked at, tried out, set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.desk import DeskAdmin, who
from articles.admin.differences import listed
from articles.curation import seams
from articles.curation.ingest import machine_starts
from articles.curation.pairing import live
from articles.keys import key_of
from articles.models import Seams, Source


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the source as the page shows it; ``headline`` is that of what begins here now."""

    line: seams.Line
    chosen: bool
    headline: str
    key: int | None
    machine: bool


class SeamDesk(DeskAdmin[Source]):
    """The page of a source on which its articles are parted and joined."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.seams_view)
        return [
            path("<int:pk>/seams/", view, name="articles_source_seams"),
            *super().get_urls(),
        ]

    def seams_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the text with its borders; try others out; set them when a person says so."""
        if not request.user.has_perm("articles.review_fact"):
            raise PermissionDenied
        source = Source.objects.filter(pk=pk).first()
        if source is None:
            raise Http404
        if request.method != "POST":
            return self._editor(request, source, seams.starts(source))
        chosen = _offsets(request.POST.getlist("start"))
        act = request.POST.get("act", "")
        if act == "back":
            return self._editor(request, source, chosen)
        back = act == "machine" or "machine" in request.POST
        try:
            return self._answer(request, source, None if back else chosen)
        except seams.Stale as error:
            self.message_user(request, error.message, messages.ERROR)
            return self._editor(request, source, seams.starts(source))
        except ValidationError as error:
            self.message_user(request, "；".join(error.messages), messages.ERROR)
            return self._editor(request, source, chosen)

    def _answer(
        self, request: HttpRequest, source: Source, chosen: list[int] | None
    ) -> HttpResponse:
        """Show what would come of it or, where the person is sure, do it."""
        sure, was = (
            request.POST.get("act") == "sew",
            _offsets(request.POST.get("was", "").split(",")),
        )
        result = seams.sew(source, chosen, by=who(request), was=was, dry_run=not sure)
        if sure:
            said = f"分篇已改：现有 {len(result.articles)} 篇，{len(result.gone)} 篇不再单独成篇。"
            self.log_change(request, source, said)
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_source_seams", args=[source.pk]))
        context = self.page(
            request,
            "分篇预览",
            source=source,
            result=result,
            chosen=chosen,
            was=_joined(was),
            lists=listed(result.difference),
            untitled=not all(one.headline for one in result.articles),
        )
        return TemplateResponse(request, "admin/articles/seams_preview.html", context)

    def _editor(self, request: HttpRequest, source: Source, chosen: Sequence[int]) -> HttpResponse:
        now = seams.starts(source)
        context = self.page(
            request,
            "分篇",
            source=source,
            rows=_rows(source, now, chosen),
            count=len(chosen) + 1,
            was=_joined(now),
            held=Seams.objects.filter(source=source).select_related("set_by").first(),
        )
        return TemplateResponse(request, "admin/articles/seams.html", context)


def _offsets(values: Sequence[str]) -> list[int]:
    """Return where articles shall begin, the first left out; -1, where no line begins, for what is
    no offset, so that it is refused and not passed over.
    """
    return sorted({0 if one == "0" else key_of(one) or -1 for one in values if one} - {0})


def _joined(starts: Sequence[int]) -> str:
    return ",".join(map(str, starts))


def _rows(source: Source, now: Sequence[int], chosen: Sequence[int]) -> list[Row]:
    lines = seams.lines(source.text)
    first = lines[0].start if lines else 0
    heads: dict[int, Any] = dict(zip([first, *now], live(source), strict=False))
    machine = set(machine_starts(source.text))
    return [
        Row(
            line=line,
            chosen=line.start == first or line.start in chosen,
            headline=heads[line.start].headline if line.start in heads else "",
            key=heads[line.start].pk if line.start in heads else None,
            machine=line.start in machine and line.start not in chosen,
        )
        for line in lines
    ]
