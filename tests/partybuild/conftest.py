import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from search.models import SavedSearch, Synonym
from tests.filling import fill
from tests.partybuild.addresses import ROLES

GROUPS = {"reader": "只读", "editor": "编辑", "manager": "管理员"}


@pytest.fixture
def archive(seeds):
    """The seeds, and what the doors of other tables lead to."""
    one = fill()
    Synonym.objects.create(terms="甲词 乙词")
    Group.objects.create(name="空组")
    return one


@pytest.fixture
def people(archive):
    """Somebody of every role, with a search of their own; None for a visitor."""
    users = {"visitor": None}
    for role in ROLES[1:]:
        user = get_user_model().objects.create_user(f"r-{role}", is_staff=role != "account")
        user.is_superuser = role == "chief"
        user.save()
        user.groups.set(Group.objects.filter(name=GROUPS.get(role)))
        SavedSearch.objects.create(user=user, query="q=x", name="x", seen=0, token=f"t-{role}")
        users[role] = user
    return users
