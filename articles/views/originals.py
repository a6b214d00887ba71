"""An article as its source printed it, the file itself, and its citations."""

from __future__ import annotations

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles.models import Article, ArticleStatus, Source
from articles.models.privacy import hiding
from articles.outputs.citations import Style, cite
from articles.outputs.originals import original
from articles.outputs.reading import KINDS, marks, read
from articles.views.articles import facts, work

MODES = {"original": "原文", "changes": "差异"}


def traced(request: HttpRequest, pk: int, slug: str, mode: str) -> HttpResponse:
    """The text as the source has it; with *mode* ``changes`` what the repair did is told in it."""
    row = _article(pk)
    if slug != (row.slug or "article"):
        return HttpResponsePermanentRedirect(
            reverse("article-original", args=[pk, row.slug, mode])
        )
    found = facts(row)
    text = Source.objects.only("text").get(pk=row.source_id).text
    context = {
        "article": row,
        "mode": mode,
        "mode_label": MODES[mode],
        "original": original(text, row.segments.all(), row.parts(), marks(found)),
        "reading": read(row, found, shown=list(KINDS)),
        "downloadable": downloadable(request, row),
    }
    response = render(request, "articles/original.html", context)
    response["X-Robots-Tag"] = "noindex"  # the repaired text is the one to be found
    return response


def source_file(request: HttpRequest, pk: int, slug: str) -> FileResponse:
    """The file as it was given, byte by byte, unless it holds what is not public."""
    row = _article(pk)
    if not downloadable(request, row):
        raise Http404("来源文件不公开")
    return FileResponse(
        row.source.path.open("rb"),
        as_attachment=True,
        filename=row.source.name,
        content_type="application/octet-stream",
    )


def citation(request: HttpRequest, pk: int, slug: str, style: str) -> HttpResponse:
    """A citation of the article, as a file that reference managers read."""
    row = _article(pk)
    chosen = Style(style)
    text = cite(work(request, row), chosen)
    response = HttpResponse(text, content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="partybuild-{row.pk}.{chosen.value}"'
    return response


def downloadable(request: HttpRequest, row: Article) -> bool:
    """Tell whether the file may be given away: nothing in it is hidden, or staff ask."""
    if getattr(request.user, "is_staff", False):
        return True
    hidden = row.source.articles.exclude(status=ArticleStatus.PUBLISHED)
    return not (hiding() or hidden.exists())


def _article(pk: int) -> Article:
    public = Article.objects.public().select_related("source").defer("source__text")
    return get_object_or_404(public.prefetch_related("captions", "bylines"), pk=pk)
