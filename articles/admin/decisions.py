"""Confirm, reject, reopen: as actions on a list and as buttons on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles.admin.desk import DeskAdmin, change_url, who
from articles.curation import corrections
from articles.curation.verdicts import Word, pronounce
from articles.models import Origin, Reviewed, ReviewStatus, Ruling
from articles.outputs.rules import rule_label

R = TypeVar("R", bound=Reviewed)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a person may say of a fact or claim, with the verb that writes it."""

    name: str
    label: str
    verb: Callable[..., None]
    status: ReviewStatus

    def refusal(self, row: Reviewed) -> str:
        """Return why *row* is passed over, "" where it is not."""
        if row.status == self.status:
            return f"已是“{self.status.label}”"
        if self.status == ReviewStatus.PENDING and row.origin == Origin.PERSON:
            return "人工填写或改过的不再待审"
        return ""


DECISIONS = {
    one.name: one
    for one in (
        Decision(
            "confirm",
            "确认",
            partial(pronounce, word=Word(Ruling.ACCEPTED)),
            ReviewStatus.CONFIRMED,
        ),
        Decision(
            "reject", "退回", partial(pronounce, word=Word(Ruling.REJECTED)), ReviewStatus.REJECTED
        ),
        Decision("reopen", "重新待审", corrections.reopen, ReviewStatus.PENDING),
    )
}


class DecidedAdmin(DeskAdmin[R]):
    """An admin of what people decide on: facts, and claims."""

    decisions: tuple[str, ...] = ("confirm", "reject", "reopen")
    actions: Any = ("confirm_chosen", "reject_chosen", "reopen_chosen")
    change_form_template = "admin/articles/decided_change_form.html"

    @admin.display(description="规则")
    def rule_named(self, row: R) -> str:
        """Show the rule by its name in Chinese."""
        return rule_label(row.rule)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may decide, which is a right of its own."""
        return request.user.has_perm("articles.review_fact")

    @admin.action(description="确认所选", permissions=["review"])
    def confirm_chosen(self, request: HttpRequest, queryset: models.QuerySet[R]) -> None:
        """Say that the chosen rows are right."""
        self._decide(request, DECISIONS["confirm"], queryset)

    @admin.action(
        description="退回所选（读者不再看到，重新识读也不再提出）", permissions=["review"]
    )
    def reject_chosen(self, request: HttpRequest, queryset: models.QuerySet[R]) -> None:
        """Say that the chosen rows are wrong."""
        self._decide(request, DECISIONS["reject"], queryset)

    @admin.action(description="撤回审核，重新待审", permissions=["review"])
    def reopen_chosen(self, request: HttpRequest, queryset: models.QuerySet[R]) -> None:
        """Take back what was said of the chosen rows."""
        self._decide(request, DECISIONS["reopen"], queryset)

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the buttons."""
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/decide/", view, name=self._address_name()), *super().get_urls()]

    def _address_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_decide"

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the decision of one button, and go back to the page."""
        row = self.get_object(request, str(pk))
        if not self.has_review_permission(request):
            raise PermissionDenied
        if row is None:
            raise Http404
        name = request.POST.get("decision", "")
        if name not in self.decisions:
            raise BadRequest
        self._decide(request, DECISIONS[name], [row])
        return HttpResponseRedirect(change_url(row))

    def _decide(self, request: HttpRequest, decision: Decision, rows: Iterable[R]) -> None:
        done, skipped = 0, Counter[str]()
        with transaction.atomic():
            for row in rows:
                if reason := decision.refusal(row):
                    skipped[reason] += 1
                    continue
                decision.verb(row, by=who(request))
                self.log_change(request, row, decision.label)
                done += 1
        level = messages.SUCCESS if done else messages.WARNING
        text = f"已{decision.label} {done} 条"
        if skipped:
            reasons = "，".join(f"{reason} {count} 条" for reason, count in skipped.items())
            text += f"；跳过 {skipped.total()} 条：{reasons}"
        self.message_user(request, f"{text}。", level)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the buttons that would do something."""
        row = context.get("original")
        if isinstance(row, Reviewed) and self.has_review_permission(request):
            context["decide_url"] = reverse(f"admin:{self._address_name()}", args=[row.pk])
            context["decisions"] = [
                DECISIONS[name] for name in self.decisions if not DECISIONS[name].refusal(row)
            ]
        return super().render_change_form(request, context, *args, **kwargs)
