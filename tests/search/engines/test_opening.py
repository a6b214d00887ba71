import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines import get_engine, open_engine
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine


@pytest.mark.parametrize(
    "url", ["", "whoosh://", "whoosh:///", "whoosh://relative/index", "redis://x", "/var/index"]
)
def test_an_address_that_means_nothing_is_told(url):
    with pytest.raises(ImproperlyConfigured, match="whoosh:///"):
        open_engine(url)


def test_the_same_address_gives_the_same_engine(settings, tmp_path):
    settings.SEARCH_URL = f"whoosh://{tmp_path}/in%20dex"
    assert isinstance(get_engine(), WhooshEngine)
    assert get_engine() is get_engine()
    settings.SEARCH_URL = "memory://"
    assert isinstance(get_engine(), MemoryEngine)
