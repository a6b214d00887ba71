"""Searches as Atom feeds: the latest hits, for programs that look again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag

from articles.models import Article
from articles.outputs.numbers import printed_date
from articles.outputs.typography import for_eye

SITE = "党建报道档案"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed without entries was changed last
FOUNDED = 2026  # the year in the tags that name entries for good


class Feed(Atom1Feed):
    """Atom as Django writes it, with a date of its own also where nothing is in it."""

    def latest_post_date(self) -> datetime:
        """Return when the latest change of an entry was."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


def feed(
    request: HttpRequest, name: str, title: str, link: str, articles: Iterable[Article]
) -> HttpResponseBase:
    """Answer with *articles*, or with 304 to one who has this very feed.

    *name* tells the feed from all others of this site and never changes; *link* is the page
    that shows the same.
    """
    made = Feed(
        title=_clean(f"{title} - {SITE}"),
        link=request.build_absolute_uri(link),
        description="",
        language="zh-Hans-CN",
        author_name=SITE,
        feed_url=request.build_absolute_uri(),
        feed_guid=_tag(request, name),
    )
    for article in articles:
        made.add_item(
            title=_clean(for_eye(article.headline)),
            link=request.build_absolute_uri(article.get_absolute_url()),
            description=_clean(_description(article)),
            unique_id=_tag(request, f"articles/{article.pk}"),
            pubdate=article.created_at,
            updateddate=article.updated_at,
        )
    body = made.writeString("utf-8")
    etag = quote_etag(sha256(body.encode()).hexdigest()[:32])
    changed = int(made.latest_post_date().timestamp())
    headers = {"ETag": etag, "Last-Modified": http_date(changed)}
    response = HttpResponse(body, content_type=Feed.content_type, headers=headers)
    return get_conditional_response(request, etag, changed, response) or response


def _tag(request: HttpRequest, name: str) -> str:
    """Return a name for good (RFC 4151), whatever becomes of addresses."""
    return f"tag:{urlsplit(request.build_absolute_uri()).hostname},{FOUNDED}:{name}"


def _description(article: Article) -> str:
    place = article.region.name if article.region else ""
    date = printed_date(article.published_on, article.date_precision)
    said = "　".join(filter(None, (place, date)))
    opening = next((block.text for block in article.blocks() if not block.level), "")
    return f"{said}　{for_eye(opening)}"


def _clean(text: str) -> str:
    """Return *text* without the signs that no XML may hold."""
    return NO_XML.sub("", text)
