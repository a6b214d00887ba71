"""The hits of a search as a file."""

from articles.views import exporting
from search.indexing import rebuild


def test_more_hits_than_anybody_waits_for_are_not_cut_but_told(archive, client, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_ROWS", 1)
    rebuild()
    response = client.get("/search/?q=党建&format=csv")
    assert response.status_code == 403
    said = response.content.decode()
    assert "共 3 行，不能马上下载" in said
    assert '<a href="?q=%E5%85%9A%E5%BB%BA">回到列表' in said
