"""The login: guessed at, waited for, counted by the right address; sessions and passwords."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db
RIGHT = "mima-2026-jia"
DOORS = ["/login/", "/admin/login/"]


@pytest.fixture
def person():
    return get_user_model().objects.create_user("wang", password=RIGHT, is_staff=True)


def attempt(client, word="cuo", name="wang", door="/login/", **headers):
    return client.post(door, {"username": name, "password": word}, **headers)


def lock(client, **options):
    return [attempt(client, **options).status_code for _ in range(5)]


@pytest.mark.parametrize("door", DOORS)
def test_five_wrong_passwords_lock_the_name_and_say_for_how_long(client, person, door):
    assert lock(client, door=door) == [200, 200, 200, 200, 429]
    answer = attempt(client, RIGHT, door=door)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    assert 890 <= int(answer["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session


def test_one_lock_holds_at_both_doors(client, person):
    lock(client, door=DOORS[0])
    assert attempt(client, RIGHT, door=DOORS[1]).status_code == 429


def test_a_name_that_does_not_exist_is_answered_alike(client, person):
    assert lock(client, name="meiyou") == [200, 200, 200, 200, 429]


def test_other_names_and_other_addresses_are_not_locked(client, person):
    lock(client)
    get_user_model().objects.create_user("li", password=RIGHT)
    assert attempt(client, RIGHT, name="li").status_code == 302
    assert attempt(client, RIGHT, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_other_browsers_at_one_address_are_counted_together(client, person):
    codes = [attempt(client, HTTP_USER_AGENT=f"browser {n}").status_code for n in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    assert "15 分钟" in attempt(client, RIGHT).content.decode()


def test_the_lock_ends_by_itself_and_trying_meanwhile_makes_it_no_longer(client, person):
    lock(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert "1 分钟" in attempt(client, RIGHT).content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, RIGHT).status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client, person):
    for _ in range(4):
        attempt(client)
    attempt(client, RIGHT)
    client.post("/logout/")
    assert attempt(client).status_code == 200


def test_no_password_is_kept(client, person):
    attempt(client, "mimi-bu-neng-liu")
    kept = [str(value) for row in AccessAttempt.objects.values() for value in row.values()]
    assert not any("mimi-bu-neng-liu" in value for value in kept)


def test_a_lock_is_taken_off_by_command_and_at_the_desk(client, person, editor, capsys):
    lock(client)
    call_command("axes_reset_username", "wang")
    assert attempt(client, RIGHT).status_code == 302
    client.post("/logout/")
    lock(client)
    client.force_login(editor)
    sent = {"action": "unlock_chosen", "_selected_action": [person.pk]}
    client.post(reverse("admin:auth_user_changelist"), sent)
    assert AccessAttempt.objects.count() == 0


def test_behind_a_proxy_the_client_is_locked_and_not_the_proxy(client, person, settings):
    settings.PROXIES = 1
    attacker = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 203.0.113.9"}  # the first is the client's word
    assert lock(client, **attacker)[-1] == 429
    other = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 203.0.113.8"}
    assert attempt(client, RIGHT, **other).status_code == 302
    rows = AccessAttempt.objects.values_list("ip_address", flat=True)
    assert set(rows) == {"203.0.113.9"}


def test_without_a_proxy_nobody_chooses_their_address(client, person):
    codes = [attempt(client, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code for n in range(5)]
    assert codes[-1] == 429


@pytest.mark.parametrize("said", ["", "unknown", "203.0.113.9:80, x", "\0", "1.2.3.4.5"])
def test_an_address_that_is_none_is_the_proxys(client, person, settings, said):
    settings.PROXIES = 1
    assert attempt(client, HTTP_X_FORWARDED_FOR=said).status_code == 200
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_logging_in_changes_the_key_of_the_session(client, person):
    client.get("/login/")
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    attempt(client, RIGHT)
    assert client.session.session_key != before


def test_a_visit_to_the_desk_ends_sooner_than_a_readers(client, person, settings):
    attempt(client, RIGHT)
    assert client.session.get_expiry_age() == settings.DESK_SESSION_AGE == 12 * 3600
    client.post("/logout/")
    get_user_model().objects.create_user("li", password=RIGHT)
    attempt(client, RIGHT, name="li")
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, person):
    client.get("/login/")
    attempt(client, RIGHT)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), name


def test_logging_out_takes_a_post(client, person):
    client.force_login(person)
    assert client.get("/logout/").status_code == 405
    assert "_auth_user_id" in client.session
    client.post("/logout/")
    assert "_auth_user_id" not in client.session


def test_whoever_has_logged_in_changes_their_password_and_other_visits_end(client, person):
    elsewhere = Client()
    for one in (client, elsewhere):
        attempt(one, RIGHT)
    sent = {"old_password": RIGHT, "new_password1": "xin-mima-2027"}
    sent["new_password2"] = sent["new_password1"]
    answer = client.post(reverse("own-password"), sent, follow=True)
    assert "密码已更换" in answer.content.decode()
    assert elsewhere.get("/search/saved/").status_code == 302
    assert attempt(elsewhere, "xin-mima-2027").status_code == 302


def test_a_stranger_or_a_wrong_old_password_changes_nothing(client, person):
    address = reverse("own-password")
    assert client.get(address).url == f"/login/?next={address}"
    client.force_login(person)
    sent = {
        "old_password": "cuo",
        "new_password1": "xin-mima-2027",
        "new_password2": "xin-mima-2027",
    }
    assert client.post(address, sent).status_code == 200
    person.refresh_from_db()
    assert person.check_password(RIGHT)
