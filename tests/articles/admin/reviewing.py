"""Somebody at the review queue, and what the tests of it ask of the rows."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from articles.models import ReviewItem

QUEUE = "/admin/review/"


class Reviewer:
    """Somebody at the queue: sees an item, decides, sees the next."""

    def __init__(self, user, query=""):
        self.user, self.query, self.client = user, query, Client()
        self.client.force_login(user)
        self.open()

    def open(self, item=None):
        address = reverse("admin:review-item", args=[item.pk]) if item else QUEUE
        self.page = self.client.get(address + self.query, follow=True)
        return self

    @property
    def item(self):
        return self.page.context.get("item")

    @property
    def row(self):
        return self.page.context["shown"].row

    def form(self):
        """What the form would send if nothing were touched."""
        sent = {"stamp": self.page.context["shown"].stamp}
        for bound in self.page.context["values"]:
            value = bound.field.prepare_value(bound.value())
            if value not in (None, False, ""):
                sent[bound.html_name] = "on" if value is True else str(value)
        return sent

    def decide(self, decision, **values):
        sent = self.form() | {"decision": decision}
        sent |= {name.replace("__", "-"): value for name, value in values.items()}
        address = reverse("admin:review-item", args=[self.item.pk]) + self.query
        self.page = self.client.post(address, sent, follow=True)
        return self

    def reject(self, reason="kind", note=""):
        return self.decide("reject", r__reason=reason, r__note=note)

    def undo(self):
        sent = {"verdict": self.page.context["last"].pk}
        self.page = self.client.post(reverse("admin:review-undo") + self.query, sent, follow=True)
        return self

    def carry_over(self, key="quote"):
        address = reverse("admin:review-alike", args=[self.page.context["last"].pk, key])
        preview = self.client.get(address, follow=True)
        sent = {"stamp": preview.context["sweep"].stamp}
        self.page = self.client.post(address, sent, follow=True)
        return preview

    @property
    def said(self):
        return "".join(str(message) for message in self.page.context["messages"])

    @property
    def text(self):
        return self.page.content.decode()


def person(name, *rights):
    user = get_user_model().objects.create_user(name, first_name=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights or ["review_fact"]))
    return user


def only(*items):
    """Leave only *items* waiting."""
    keys = [item.pk for item in items]
    ReviewItem.objects.exclude(pk__in=keys).update(done=True)


def item_of(row):
    return ReviewItem.objects.get(kind=row._meta.model_name, target=row.pk)


def columns(row):
    return type(row)._default_manager.filter(pk=row.pk).values().get()
