"""How a hit is shown."""

from django.urls import reverse

from search.indexing import rebuild


def test_a_hit_without_a_headline_can_still_be_opened(make, client):
    article = make("", "党员开展义诊。")
    rebuild()
    shown = client.get(reverse("search"), {"q": "义诊"}).content.decode()
    assert f'<a href="{article.get_absolute_url()}">（无标题）</a>' in shown
