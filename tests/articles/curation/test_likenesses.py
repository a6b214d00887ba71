import random

from articles.curation.corrections import amend_article
from articles.curation.ingest import ingest, reread
from articles.models import Article, Likeness

BASE = "■记者 赵一\n\n" + "\n\n".join(
    f"第{n}村党支部今年组织党员{n * 7}名开展义诊、宣讲和走访，帮助村民{n * 31}户解决灌溉、修路、"
    f"就医等难题{n * 3}件，群众满意率达{80 + n}%。{'党员带头、群众参与' if n % 2 else '支部引领、产业兴村'}。"
    for n in range(2, 12)
)


def store(text, name):
    return ingest(text.encode(), name).source.articles.get()


def pairs():
    return set(Likeness.objects.values_list("article", "other"))


def test_different_reports_have_nothing_to_do_with_each_other(seeds):
    assert Likeness.objects.count() == 0


def test_another_headline_a_trimmed_text_and_noise_are_found(lists):
    original = store("# 云山镇：党员走在前\n\n" + BASE, "原文.txt")
    renamed = store("# 支部建在田埂上\n\n" + BASE, "改题.txt")
    trimmed = store("# 云山镇：党员走在前\n\n" + BASE[: len(BASE) * 7 // 10], "节选.txt")
    chance = random.Random(7)
    noise = "".join("某" if chance.random() < 0.03 else c for c in BASE)
    noisy = store("# 云山镇党员走在前\n\n" + noise, "有误.txt")
    wanted = {(original.pk, other.pk) for other in (renamed, trimmed, noisy)}
    assert wanted <= pairs()
    excerpt = Likeness.objects.get(article=original, other=trimmed)
    assert excerpt.contained > 0.97


def test_a_rewritten_text_is_no_longer_like_the_other(lists, editor):
    original = store("# 云山镇：党员走在前\n\n" + BASE, "原文.txt")
    copy = store("# 支部建在田埂上\n\n" + BASE, "改题.txt")
    assert pairs() == {(original.pk, copy.pk)}
    amend_article(
        copy, by=editor, changes={"body": "全文已经改写，与原文再无相同之处，只留此一句。"}
    )
    assert pairs() == set()
    reread(copy.source)
    assert pairs() == set()
    assert Article.objects.get(pk=copy.pk).fingerprint != original.fingerprint


def test_readers_are_told_of_look_alikes_with_their_share(lists, client):
    original = store("# 云山镇：党员走在前\n\n" + BASE, "原文.txt")
    copy = store("# 支部建在田埂上\n\n" + BASE, "改题.txt")
    page = client.get(original.get_absolute_url()).content.decode()
    assert copy.get_absolute_url() in page
    assert "有 100% 的文字也见于另一篇" in page
