"""The text of an article on which facts are added: characters are selected, then the kind is chosen."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.desk import DeskAdmin
from articles.admin.places import part_label
from articles.curation.effects import standing
from articles.models import Article, Fact
from articles.outputs.spans import Mark, Run, split_spans

KINDS = {
    "organizationmention": "单位",
    "brandmention": "品牌",
    "metric": "数据",
    "regionmention": "地区",
    "themeevidence": "主题",
}


class MarkingDesk(DeskAdmin[Article]):
    """The page of an article on which its characters are selected."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.mark_view)
        return [path("<int:pk>/mark/", view, name="articles_article_mark"), *super().get_urls()]

    def mark_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show every part of the text with what is known to stand in it."""
        if not request.user.has_perm("articles.review_fact"):
            raise PermissionDenied
        article = Article.objects.prefetch_related("captions").filter(pk=pk).first()
        if article is None:
            raise Http404
        facts = [fact for fact in standing(article).values() if fact.public]
        context = self.page(
            request,
            "标注事实",
            article=article,
            kinds=[(number, name, _add(key, pk)) for number, (key, name) in _numbered()],
            parts=[
                (name, part_label(name), _runs(name, text, facts))
                for name, text in article.parts().items()
            ],
        )
        return TemplateResponse(request, "admin/articles/mark.html", context)


def _numbered() -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(KINDS.items(), 1))


def _add(model: str, article: int) -> str:
    return f"{reverse(f'admin:articles_{model}_add')}?article={article}&back=mark"


def _runs(part: str, text: str, facts: list[Fact]) -> list[Run]:
    marks = [
        Mark(
            fact.start, fact.end, str(fact._meta.model_name), "", KINDS[str(fact._meta.model_name)]
        )
        for fact in facts
        if fact.part == part
    ]
    return split_spans(text, marks)
