"""The queue as a desk: one item after the other, decided by a key, never by two people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from articles.admin.desk import change_url, who
from articles.admin.review_forms import NAMED, RejectForm, ValuesForm, suggestions
from articles.admin.review_page import changes_in_words, in_words, panel
from articles.curation import alike, queue, verdicts
from articles.curation.exhibits import Exhibit, exhibit
from articles.curation.queue import Slice
from articles.curation.verdicts import Conflict, Stale, Word
from articles.keys import key_of
from articles.models import Report, ReviewItem, Ruling, Verdict

RIGHT = "articles.review_fact"
GONE = 20  # items in a row whose facts are gone, before the queue gives up for this once
View = Callable[..., HttpResponse]


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the queue on *site*."""

    def own(view: View) -> View:
        wrapped: View = site.admin_view(partial(_allowed(view), site=site))
        return wrapped

    return [
        path("review/", own(next_view), name="review"),
        path("review/undo/", own(undo_view), name="review-undo"),
        path("review/names/<slug:kind>/", own(names_view), name="review-names"),
        path("review/alike/<int:pk>/<slug:key>/", own(alike_view), name="review-alike"),
        path("review/<int:pk>/", own(item_view), name="review-item"),
    ]


def _allowed(view: View) -> View:
    """Let in who may decide."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not who(request).has_perm(RIGHT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _before_eyes(view: View) -> View:
    """Let a page be shown, and its item be kept, only where a person is about to look at it.

    That opening the queue keeps an item for five minutes is what sets two people to different
    ones, with one key press a decision and without a script. It stays within what GET allows: it
    is not what is asked for, it can be repeated without effect, it changes nothing that anybody
    reads, and it runs out by itself. But it must be a person's: a browser that loads a page in
    advance would keep what nobody sees, and may show it later, when it is somebody else's. It is
    refused, on which browsers ask again when the page is really opened. HEAD shows nothing.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            return HttpResponse()
        purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose", "")
        embedded = request.headers.get("Sec-Fetch-Dest", "document") != "document"
        if request.method == "GET" and (embedded or "prefetch" in purpose):
            return HttpResponse(status=503)
        return view(request, *args, **kwargs)

    return shown


@require_safe
@_before_eyes
def next_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what this person should look at now."""
    chosen = Slice.parse(request.GET.dict())
    for _ in range(GONE):
        item = queue.take(who(request).pk, chosen)
        if item is None:
            break
        if shown := exhibit(item):
            return _page(request, site, shown)
        queue.drop(item)
    return _nothing(request, site)


def _nothing(request: HttpRequest, site: AdminSite) -> HttpResponse:
    context = panel(who(request), Slice.parse(request.GET.dict()))
    page = {**site.each_context(request), **context, "title": "审核"}
    return TemplateResponse(request, "admin/review/empty.html", page)


@_before_eyes
def item_view(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Show the item with this key, or carry out what was decided on it."""
    if request.method == "POST":
        return _decide(request, pk, site)
    user = who(request)
    item = ReviewItem.objects.select_related("locked_by").filter(pk=pk, done=False).first()
    shown = exhibit(item) if item else None
    if item is None or shown is None:
        return _turn_away(request, "此条已不在待审之列。")
    if not queue.hold(item, user.pk) and item.locked_by:
        return _turn_away(request, f"此条正由{verdicts.called(item.locked_by)}处理。")
    return _page(request, site, shown)


def _turn_away(request: HttpRequest, why: str) -> HttpResponse:
    messages.warning(request, f"{why}以下是另一条。")
    return _on(request)


def _on(request: HttpRequest) -> HttpResponse:
    """Go on in the slice of the queue that the address names."""
    return HttpResponseRedirect(reverse("admin:review") + Slice.parse(request.GET.dict()).query())


def _page(
    request: HttpRequest,
    site: AdminSite,
    shown: Exhibit,
    values: ValuesForm | None = None,
    rejecting: RejectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = Slice.parse(request.GET.dict())
    page = {
        **site.each_context(request),
        **panel(who(request), chosen),
        "title": "审核",
        "shown": shown,
        "item": shown.item,
        "words": in_words(shown),
        "values": values or ValuesForm(shown),
        "rejecting": rejecting or RejectForm(shown.item.kind),
        "groups": alike.groups(shown.row),
        "is_report": isinstance(shown.row, Report),
        "page_of_row": change_url(shown.row),
    }
    return TemplateResponse(request, "admin/review/item.html", page, status=status)


def _decide(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Carry out what was sent of the item with this key, and go on to the next."""
    user, sent = who(request), request.POST
    decision, stamp = sent.get("decision", ""), sent.get("stamp", "")
    item = ReviewItem.objects.select_related("locked_by").filter(pk=pk).first()
    shown = exhibit(item) if item else None
    if item is None or shown is None:
        return _turn_away(request, verdicts.GONE)
    if why := verdicts.refusal(item, user):
        return _turn_away(request, why)
    if decision == "skip":
        queue.skip(item, user.pk)
        return _on(request)
    values, rejecting = ValuesForm(shown, sent), RejectForm(item.kind, sent)
    try:
        if shown.stamp != stamp:
            raise Stale(verdicts.CHANGED)
        word = _word(decision, values, rejecting)
        if word is not None:
            verdicts.decide(pk, word, stamp=stamp, by=user)
            return _on(request)
    except Stale as changed:
        item.refresh_from_db()  # it may have been decided just now, which is the better word
        if why := verdicts.refusal(item, user):
            return _turn_away(request, why)
        messages.warning(request, str(changed))
        return _page(request, site, shown, values if decision == "amend" else None, status=409)
    except Conflict as conflict:
        return _turn_away(request, str(conflict))
    except ValidationError as error:
        values.add_error(None, error.messages)
    if decision == "reject":
        return _page(request, site, shown, None, rejecting, status=422)
    return _page(request, site, shown, values, status=422)


def _word(decision: str, values: ValuesForm, rejecting: RejectForm) -> Word | None:
    """Return what the forms say, None where they cannot be so."""
    if decision == "reject":
        if not rejecting.is_valid():
            return None
        said = rejecting.cleaned_data
        return Word(Ruling.REJECTED, said["reason"], said["note"])
    if decision not in ("accept", "amend"):
        raise Http404
    if not values.is_valid():
        return None
    changes = values.changes()
    if decision == "accept" and changes:
        values.add_error(None, "您改动了内容：要按改动通过，请用“修改后通过”；否则请先还原。")
        return None
    return Word(Ruling.AMENDED if changes else Ruling.ACCEPTED, changes=changes)


@require_POST
def undo_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Take back a decision of this person, with its batch, and show what it was about."""
    user = who(request)
    mine = Verdict.objects.standing().filter(by=user.pk)
    verdict = mine.filter(pk=key_of(request.POST.get("verdict", ""))).first()
    if verdict is None:
        return _turn_away(request, "没有可撤销的决定：已经撤销，或此后另有处理。")
    undone = verdicts.undo(verdict, by=user)
    messages.info(request, _taken_back(verdict, undone))
    if verdict.batch or not undone.verdicts:
        return _on(request)
    items = ReviewItem.objects.filter(kind=verdict.kind, target=verdict.target)
    address = reverse("admin:review-item", args=[items.values_list("pk", flat=True).get()])
    return HttpResponseRedirect(address + Slice.parse(request.GET.dict()).query())


def _taken_back(verdict: Verdict, undone: verdicts.Undone) -> str:
    done = len(undone.verdicts)
    said = f"已撤销 {done} 条。" if verdict.batch else f"已撤销：{verdict}。"
    stayed = f"{undone.stayed} 条此后另有处理，未动。" if undone.stayed else ""
    return f"{said if done else ''}{stayed}"


@require_GET
def names_view(request: HttpRequest, kind: str, site: AdminSite) -> HttpResponse:
    """Answer with names that hold what was typed."""
    if kind not in NAMED:
        raise Http404
    return JsonResponse({"names": suggestions(kind, request.GET.get("q", "")[:100])})


def alike_view(request: HttpRequest, pk: int, key: str, site: AdminSite) -> HttpResponse:
    """Show to what a decision would be carried over; on POST, carry it over."""
    user = who(request)
    mine = Verdict.objects.standing().filter(by=user.pk)
    verdict = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        swept = alike.carry_over(verdict, key, stamp=request.POST.get("stamp", ""), by=user)
        if swept is not None:
            messages.success(request, _told(verdict, swept))
            return _on(request)
        messages.warning(request, "名单刚刚有变，请再看一遍。")
    found = alike.sweep(verdict, key)
    if found is None or not found.items:
        return _turn_away(request, "没有同类的待审事项了。")
    page = {
        **site.each_context(request),
        "title": "同样处理",
        "trail": True,
        "is_nav_sidebar_enabled": False,
        "sweep": found,
        "sample": [(one, in_words(one)) for one in found.sample()],
        "most": alike.MOST,
        "name": alike.NAMES[key],
        "chosen": Slice.parse(request.GET.dict()).query(),
        "changes": changes_in_words(verdict, found.word),
    }
    return TemplateResponse(request, "admin/review/alike.html", page)


def _told(verdict: Verdict, swept: alike.Swept) -> str:
    said = f"已{verdict.get_ruling_display()} {swept.done} 条"
    if swept.passed:
        reasons = "，".join(f"{reason} {n} 条" for reason, n in swept.passed.items())
        said += f"；跳过 {swept.passed.total()} 条：{reasons}"
    return f"{said}。"
