from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings, settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from hypothesis import settings as properties

from articles import revision
from articles.curation import reference
from articles.curation.ingest import Outcome, ingest
from articles.models import Article, Region
from partybuild.context import last_import
from search import names
from search.engines import open_engine

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

# The same commit gets the same examples everywhere; `--hypothesis-profile=default` looks for new ones.
properties.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
properties.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """WhiteNoise warns of a folder that is not there; what tests serve comes from the finders."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def own_machine(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Give every test its own data folder and its own empty index, and static files as they lie."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_URL = "memory://"
    settings.JOBS = "inline"  # a worker would look into the real database, not the test's
    settings.REINDEX_IN_BACKGROUND = False  # it would read the real database, not the test's
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_engine.cache_clear()
    cache.clear()
    yield
    open_engine.cache_clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Take away the journal of a run that was killed: Django removes the file alone, and fails."""
    name = Path(str(django_settings.DATABASES["default"].get("TEST", {}).get("NAME") or ""))
    if name.suffix == ".sqlite3":
        for kind in ("-wal", "-shm"):
            name.with_name(name.name + kind).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Load regions, themes and indicators once, and their names; tests that roll back keep them."""
    with django_db_blocker.unblock():
        reference.load()
        names.bring_lists()


@pytest.fixture
def lists(db: None) -> None:
    """Regions, themes and indicators, also where an earlier test has emptied the tables."""
    if not Region.objects.exists():
        reference.load()


@pytest.fixture
def seeds(lists: None) -> list[Outcome]:
    """The five seed files, ingested."""
    return [ingest(path.read_bytes(), path.name) for path in SEEDS]


@pytest.fixture
def article(lists: None) -> Article:
    """The report on Baishan, ingested."""
    outcome = ingest(SEEDS[0].read_bytes(), SEEDS[0].name)
    return outcome.source.articles.get(ordinal=1)


@pytest.fixture
def settled(db: None) -> None:
    """A change that was told, and a page shown since: what the foot asks once for each state of the
    archive is known, whatever page is asked for next.
    """
    revision.renew()
    last_import()


@pytest.fixture
def editor(db: None) -> AbstractBaseUser:
    """A person who may do everything."""
    return get_user_model().objects.create_superuser("bianji", password="bianji")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say on which database the tests did not run, and how they would."""
    if django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        terminalreporter.write_line(
            "SQLite only; on PostgreSQL: python tests/postgres.py python -m pytest"
            " (apt-get install postgresql)"
        )
