import pytest
from django.forms import BaseFormSet
from django.test import Client
from django.utils.html import strip_tags

from articles.admin.desk import change_url
from tests.articles.admin.reviewing import person


class Desk:
    """Somebody at the desk: opens a page, changes some fields, saves."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def form(self, url: str) -> dict[str, object]:
        """Return what the form at *url* would send if nothing were touched, as a browser would."""
        context = self.client.get(url).context
        forms = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            formset: BaseFormSet = inline.formset
            forms += [formset.management_form, *formset.forms]
        sent: dict[str, object] = {}
        for form in forms:
            for bound in form:
                value = bound.value()
                if bound.field.show_hidden_initial:
                    sent[bound.html_initial_name] = "" if value is None else str(value)
                if value is None or value is False:
                    continue
                text = "on" if value is True else str(value)
                sent[bound.html_name] = text.replace("\n", "\r\n")
        return sent

    def save(self, url: str, **changes: object) -> object:
        """Change fields of the form at *url* and save; "" empties one. ``__`` stands for a hyphen.

        What the page shows before it saves is looked at, and then saved.
        """
        sent = self.form(url)
        for name, value in changes.items():
            sent[name.replace("__", "-")] = value
        answer = self.client.post(url, sent, follow=True)
        if answer.context and (seen := answer.context.get("seen")):
            answer = self.client.post(url, {**sent, "seen": seen}, follow=True)
        return answer

    def amend(self, row: object, **changes: object) -> object:
        """Change fields on the page of *row* and save."""
        return self.save(change_url(row), **changes)

    @staticmethod
    def errors(answer: object) -> str:
        """Return what the page says is wrong, in one string."""
        return strip_tags("".join(str(error) for error in answer.context["errors"]))

    @staticmethod
    def said(answer: object) -> str:
        """Return the messages of the page."""
        return "".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def desk(client: Client, editor: object) -> Desk:
    client.force_login(editor)
    return Desk(client)


@pytest.fixture
def wang(db):
    return person("王某")


@pytest.fixture
def li(db):
    return person("李某")
