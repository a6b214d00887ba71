"""Who gets in where: every address of the site, as everybody, by GET and by POST.

``TABLE`` and ``MODELS`` declare it. An address that is not declared fails the test, so that nobody
adds a page without saying for whom it is. Refused is what answers 403, 405 or leads to a login;
all else, an error about what was sent included, has passed the door.
"""

import pytest
from django.conf import settings as site
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Metric
from tests.partybuild.addresses import ROLES, addresses, path_of

ALL, ACCOUNT, READER, EDITOR, MANAGER, CHIEF, NOBODY = range(7)  # from this role on
OUTSIDE = frozenset({"visitor", "account"})

OPEN = (ALL, ALL)  # what only reads takes a POST for a GET
SAFE = (ALL, NOBODY)
TABLE = {
    **dict.fromkeys(
        (
            "home", "regions", "undecided", "region", "themes", "unsorted", "theme", "articles",
            "article", "citations", "chosen-file", "article-original", "article-report", "article-file", "article-citation",
            "fact", "organizations", "organization", "brands", "brand", "timeline", "metrics",
            "compare", "unsorted-metrics", "indicator", "search", "search-advanced", "about",
            "data-quality", "type-size", "search-context", "search-context-file", "login", "search-values", "admin:login",
        ),
        OPEN,
    ),
    **dict.fromkeys(
        (
            "suggestions", "similar", "search-feed",
            "saved-feed",
        ),
        SAFE,
    ),
    "logout": (NOBODY, ALL),
    "own-password": (ACCOUNT, ACCOUNT),
    "saved-searches": (ACCOUNT, NOBODY),
    "save-search": (ACCOUNT, ACCOUNT),
    "visit-search": (ACCOUNT, NOBODY),
    "change-search": (NOBODY, ACCOUNT),
    # The desk: pages of no table.
    "admin:logout": (OUTSIDE, ALL),  # who is not at the desk is led to its start
    **dict.fromkeys(
        (
            "admin:index", "admin:app_list", "admin:view_on_site", "admin:password_change",
            "admin:import",  # leads to the page that asks for the right
            "admin:unknown",
        ),
        (READER, READER),
    ),
    **dict.fromkeys(
        (
            "admin:jsi18n", "admin:autocomplete", "admin:password_change_done", "admin:quality",
        ),
        (READER, NOBODY),
    ),
    # The queue.
    "admin:review": (EDITOR, NOBODY),
    "admin:review-item": (EDITOR, EDITOR),
    "admin:review-names": (EDITOR, NOBODY),
    "admin:review-alike": (EDITOR, EDITOR),
    "admin:review-undo": (NOBODY, EDITOR),
    **{
        f"admin:articles_{model}_decide": (NOBODY, EDITOR)
        for model in (
            "claim", "organizationmention", "brandmention", "regionmention", "themeevidence",
            "metric",
        )
    },
    # Texts.
    "admin:articles_article_withdraw": (EDITOR, EDITOR),
    "admin:articles_article_publish": (NOBODY, EDITOR),
    "admin:articles_article_mark": (EDITOR, EDITOR),
    "admin:articles_source_original": (READER, READER),
    "admin:articles_source_seams": (EDITOR, EDITOR),
    "admin:articles_source_reread": (EDITOR, EDITOR),
    "admin:articles_source_reread_all": (MANAGER, MANAGER),
    # Imports and jobs.
    "admin:articles_batch_act": (NOBODY, MANAGER),
    "admin:articles_batch_report": (READER, READER),
    "admin:articles_batch_undo": (MANAGER, MANAGER),
    "admin:articles_job_start": (NOBODY, MANAGER),
    "admin:articles_job_progress": (READER, READER),
    "admin:articles_job_act": (NOBODY, MANAGER),
    "admin:articles_job_file": (MANAGER, MANAGER),  # a file is for who asked for it alone
    # History.
    "admin:articles_entry_export": (READER, READER),
    "admin:articles_entry_revert": (EDITOR, EDITOR),
    # Tables as files.
    **{
        f"admin:{table}_{way}": (level, level)
        for table in (
            "articles_organizationalias", "articles_indicator", "articles_theme",
            "articles_policyterm", "search_synonym",
        )
        for way, level in (("export", READER), ("import", MANAGER))
    },
    # Merging.
    "admin:articles_merger_likely": (READER, NOBODY),
    "admin:articles_merger_apart": (NOBODY, MANAGER),
    "admin:articles_merger_compare": (MANAGER, MANAGER),
    "admin:articles_merger_undo": (NOBODY, MANAGER),
    "admin:auth_user_password_change": (MANAGER, MANAGER),
}  # fmt: skip

LOOK = (READER, NOBODY, NOBODY, NOBODY)
FACT = (READER, EDITOR, EDITOR, NOBODY)  # one that a machine read is rejected, not deleted
NAMED = (READER, EDITOR, EDITOR, NOBODY)
LIST = (READER, MANAGER, MANAGER, MANAGER)
MODELS = {  # who sees it, adds to it, changes it, deletes from it
    **dict.fromkeys(
        (
            "Departure", "Entry", "Job", "EvaluationRun", "Likeness", "Merger", "Apart",
            "Region", "ReviewItem", "Verdict", "Segment", "PendingChange",
        ),
        LOOK,
    ),
    **dict.fromkeys(
        ("OrganizationMention", "BrandMention", "RegionMention", "ThemeEvidence", "Metric"), FACT
    ),
    "Organization": NAMED,
    "Brand": NAMED,
    "Claim": (READER, NOBODY, EDITOR, NOBODY),
    "Article": (READER, NOBODY, EDITOR, NOBODY),
    "Report": (READER, NOBODY, EDITOR, NOBODY),
    "Source": (READER, MANAGER, EDITOR, MANAGER),
    "Batch": (READER, MANAGER, NOBODY, NOBODY),
    "OrganizationAlias": NAMED,  # struck out instead of deleted
    "Indicator": (READER, MANAGER, MANAGER, NOBODY),
    "Theme": (READER, MANAGER, MANAGER, NOBODY),
    "PolicyTerm": LIST,
    "Synonym": LIST,
    "User": (MANAGER, MANAGER, MANAGER, NOBODY),
    "Group": (MANAGER, MANAGER, MANAGER, MANAGER),
}  # fmt: skip
ACTIONS = {  # what a list offers to do with chosen rows
    "confirm_chosen": EDITOR,
    "reject_chosen": EDITOR,
    "reopen_chosen": EDITOR,
    "withdraw_chosen": EDITOR,
    "publish_chosen": EDITOR,
    "merge_chosen": MANAGER,
    "reconsider": MANAGER,
    "strike": EDITOR,
    "restore": EDITOR,
    "switch_on": MANAGER,
    "switch_off": MANAGER,
    "unlock_chosen": MANAGER,
    "delete_selected": MANAGER,
}
SENT = {
    "admin:articles_job_start": {"kind": "repair-index"},
    "admin:review-item": {"do": "accepted"},
}


def rule_of(address):
    """For whom *address* is, by GET and by POST; None where that is not declared."""
    if address.name in TABLE:
        return TABLE[address.name]
    if address.page and address.page[0] in MODELS:
        view, add, change, delete = MODELS[address.page[0]]
        kind = address.page[1]
        if kind == "change":
            return view, change
        level = {"changelist": view, "history": view, "add": add, "delete": delete}[kind]
        return level, level
    return None


def allowed(rule, role):
    return role in rule if isinstance(rule, frozenset) else ROLES.index(role) >= rule


@pytest.fixture
def visit(people):
    """Ask an address as a role, and take back what it did."""
    keys = {}
    for role, user in people.items():
        client = Client()
        if user:
            client.force_login(user)
            keys[role] = client.cookies[site.SESSION_COOKIE_NAME].value

    def ask(role, method, address, sent):
        client = Client()
        if role in keys:
            client.cookies[site.SESSION_COOKIE_NAME] = keys[role]
        with transaction.atomic():
            answer = getattr(client, method)(address, sent)
            answer.getvalue()
            transaction.set_rollback(True)
        led = answer.headers.get("Location", "")
        refused = answer.status_code in (403, 405) or led.startswith(("/login/", "/admin/login/"))
        assert answer.status_code < 500, (role, method, address)
        return not refused

    return ask


def test_every_address_and_model_is_declared():
    undeclared = sorted({one.route for one in addresses() if rule_of(one) is None})
    assert undeclared == []
    assert {model.__name__ for model in admin.site._registry} == MODELS.keys()
    names = {one.name for one in addresses()}
    assert TABLE.keys() - names == set()  # and nothing stands there that is gone


@pytest.mark.parametrize("role", ROLES)
def test_every_address_lets_in_whom_it_is_for_and_nobody_else(
    role, archive, people, visit, settings
):
    settings.JOBS = "inline"
    wrong = []
    for address in addresses():
        if (rule := rule_of(address)) is None:
            continue  # the test above tells
        path = path_of(address, archive, people, role)
        for method, level in zip(("get", "post"), rule, strict=True):
            sent = SENT.get(address.name, {}) if method == "post" else None
            if visit(role, method, path, sent) != allowed(level, role):
                wrong.append((address.name, method, "in" if not allowed(level, role) else "out"))
    assert wrong == [], wrong


@pytest.mark.parametrize("role", ROLES[2:])
def test_every_list_offers_the_actions_of_the_role(role, people):
    request = RequestFactory().get("/")
    request.user = people[role]
    wrong = []
    for model, desk in admin.site._registry.items():
        every = {name for _, name, _ in desk._get_base_actions()}
        assert every <= ACTIONS.keys(), model
        offered = set(desk.get_actions(request))
        due = {name for name in every if allowed(ACTIONS[name], role)}
        due -= {"delete_selected"} - offered  # for some tables not even for those who may
        if offered != due:
            wrong.append((model.__name__, offered, due))
    assert wrong == [], wrong


def test_an_action_is_refused_to_whom_it_is_not_offered(people, visit):
    metric = Metric.objects.filter(status="pending").first()
    address = reverse("admin:articles_metric_changelist")
    sent = {"action": "confirm_chosen", "_selected_action": [metric.pk]}
    client = Client()
    for role, status in (("reader", "pending"), ("editor", "confirmed")):
        client.force_login(people[role])
        client.post(address, sent)
        metric.refresh_from_db()
        assert (role, metric.status) == (role, status)


def test_no_address_goes_without_the_token_against_forged_forms():
    exempt = [
        one.route for one in addresses() if getattr(one.pattern.callback, "csrf_exempt", False)
    ]
    assert exempt == []
