"""An account that is guessed at from many addresses: closed to strangers, open to who is known."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partybuild.guessing import COOKIE

pytestmark = pytest.mark.django_db
RIGHT = "mima-2026-jia"


@pytest.fixture
def person():
    return get_user_model().objects.create_user("wang", password=RIGHT, is_staff=True)


def attempt(client, word="cuo", name="wang", address="198.51.100.1"):
    sent = {"username": name, "password": word}
    return client.post("/login/", sent, REMOTE_ADDR=address)


def guess(times, name="wang"):
    """Guess from as many addresses as it takes, never five times from one."""
    for n in range(times):
        attempt(Client(), name=name, address=f"203.0.113.{n // 4}")


def known(client):
    """Log in and out again with the browser of *client*."""
    assert attempt(client, RIGHT).status_code == 302
    client.post("/logout/")
    return client


def test_an_account_that_is_guessed_at_from_everywhere_is_closed_to_an_unknown_browser(
    client, person
):
    guess(20)
    answer = attempt(client, RIGHT)
    assert answer.status_code == 429
    assert "没有登录过它的浏览器暂停登录" in answer.content.decode()
    assert 890 <= int(answer["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session


def test_fewer_guesses_close_nothing(client, person):
    guess(19)
    assert attempt(client, RIGHT).status_code == 302


def test_who_has_logged_in_with_the_browser_before_gets_in_all_the_same(client, person):
    known(client)
    guess(20)
    assert attempt(client, RIGHT).status_code == 302


def test_a_known_browser_may_not_guess_either(client, person):
    known(client)
    guess(20)
    codes = [attempt(client).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    assert attempt(client, RIGHT).status_code == 429


def test_a_browser_is_known_to_its_own_accounts_alone(client, person):
    get_user_model().objects.create_user("li", password=RIGHT)
    attempt(client, RIGHT, name="li")
    client.post("/logout/")
    guess(20)
    assert attempt(client, RIGHT).status_code == 429


def test_a_shared_browser_is_known_to_those_who_share_it(client, person):
    get_user_model().objects.create_user("li", password=RIGHT)
    known(client)
    attempt(client, RIGHT, name="li")
    client.post("/logout/")
    guess(20)
    assert attempt(client, RIGHT).status_code == 302


def test_nobody_makes_up_such_a_cookie(client, person):
    client.cookies[COOKIE] = f"{person.pk}:1tabcd:{'x' * 43}"
    guess(20)
    assert attempt(client, RIGHT).status_code == 429


def test_a_name_that_does_not_exist_is_closed_alike(client):
    guess(20, name="meiyou")
    assert attempt(client, name="meiyou").status_code == 429


def test_it_opens_by_itself_and_trying_meanwhile_makes_it_no_longer(client, person):
    guess(20)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert attempt(client, RIGHT).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, RIGHT).status_code == 302


def test_it_is_opened_at_the_desk(client, person, editor):
    guess(20)
    client.force_login(editor)
    sent = {"action": "unlock_chosen", "_selected_action": [person.pk]}
    client.post(reverse("admin:auth_user_changelist"), sent)
    client.post("/logout/")
    assert attempt(client, RIGHT).status_code == 302


def test_the_cookie_tells_scripts_and_other_sites_nothing_and_readers_get_none(client, person):
    client.get("/")
    attempt(client)
    assert COOKIE not in client.cookies
    known(client)
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "wang" not in cookie.value
