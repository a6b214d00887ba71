import pytest

from tests.search.engines.samples import DOCUMENTS, open_engine


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    engine = open_engine(request.param, tmp_path)
    engine.rebuild(DOCUMENTS)
    return engine
