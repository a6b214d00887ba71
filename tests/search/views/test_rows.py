"""How a hit is shown."""

from django.urls import reverse

from search.indexing import rebuild


def test_a_hit_without_a_headline_can_still_be_opened(make, client):
    article = make("", "党员开展义诊。")
    rebuild()
    shown = client.get(reverse("search"), {"q": "义诊"}).content.decode()
    assert f'<a href="{article.get_absolute_url()}">（无标题）</a>' in shown


def test_a_search_that_finds_nothing_tells_how_its_words_were_cut(archive, client):
    shown = client.get(reverse("search"), {"q": "党建引领太空 “太空站”"}).content.decode()
    assert "此次按“党建 / 引领 / 太空”拆开查找" in shown
    assert "拆开查找" not in client.get(reverse("search"), {"q": "“太空站”"}).content.decode()
    assert "拆开查找" not in client.get(reverse("search"), {"q": "党建"}).content.decode()
