from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles import extraction
from articles.curation.corrections import (
    add,
    amend,
    amend_aliases,
    amend_article,
    amend_captions,
    confirm,
    delete_source,
    publish,
    reject,
    reopen,
    save_brand,
    save_organization,
    withdraw,
)
from articles.curation.ingest import ingest, reread, store
from articles.models import (
    Article,
    BrandMention,
    Metric,
    Organization,
    OrganizationMention,
    Origin,
    Region,
    ReviewItem,
    ReviewStatus,
)


def test_a_corrected_value_survives_every_reading(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    amend(metric, by=editor, changes={"value": Decimal(4681)})
    before = list(article.metrics.order_by("pk").values_list("pk", "value"))
    assert reread(article.source).empty
    assert list(article.metrics.order_by("pk").values_list("pk", "value")) == before
    metric.refresh_from_db()
    assert (metric.value, metric.origin, metric.reviewed_by) == (4681, Origin.PERSON, editor)
    assert Decimal(metric.machine_value["value"]) == 4680


def test_a_rejected_fact_is_hidden_and_not_proposed_again(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    reject(metric, by=editor)
    reread(article.source)
    assert list(article.metrics.filter(quote="4680余人次").values_list("pk", "status")) == [
        (metric.pk, ReviewStatus.REJECTED)
    ]
    assert metric not in article.metrics.public()


def test_a_mention_given_to_another_body_is_not_given_back(article, editor):
    mention = article.organizationmentions.filter(organization__name="白山市中心医院").first()
    other = Organization.objects.get(name="吉林省肿瘤医院")
    amend(mention, by=editor, changes={"organization_id": other.pk})
    reread(article.source)
    at = article.organizationmentions.filter(part=mention.part, start=mention.start)
    assert [m.organization for m in at] == [other]


def test_a_narrowed_span_is_not_doubled_by_the_machine(article, editor):
    mention = article.organizationmentions.filter(
        organization__name="长春中医药大学附属医院白山医院"
    ).first()
    amend(mention, by=editor, changes={"end": mention.end - 4})
    reread(article.source)
    at = article.organizationmentions.filter(
        part=mention.part, start=mention.start, organization=mention.organization
    )
    assert [m.end for m in at] == [mention.end - 4]


def test_an_added_fact_stays(article, editor):
    start = article.body.index("先进") if "先进" in article.body else article.body.index("党务")
    fact = OrganizationMention(
        article=article,
        part="body",
        start=start,
        end=start + 2,
        organization=Organization.objects.first(),
    )
    add(fact, by=editor)
    reread(article.source)
    fact.refresh_from_db()
    assert (fact.quote, fact.anchored) == (article.body[start : start + 2], True)


def test_a_place_outside_the_text_is_refused(article, editor):
    metric = article.metrics.first()
    with pytest.raises(ValidationError):
        amend(metric, by=editor, changes={"end": len(article.body) + 5})
    with pytest.raises(ValidationError):
        amend(metric, by=editor, changes={"part": "caption:9"})


def test_editing_the_text_moves_facts_and_names_those_that_are_lost(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    confirm(metric, by=editor)
    doomed = article.metrics.get(quote="1826名")
    body = article.body.replace("1826名医护人员参加,", "").replace("近年来,", "近几年来,", 1)
    lost = amend_article(article, by=editor, changes={"body": body})
    assert doomed.pk in {fact.pk for fact in lost if isinstance(fact, Metric)}
    metric.refresh_from_db()
    assert body[metric.start : metric.end] == "4680余人次"

    difference = reread(article.source)
    article.refresh_from_db()
    assert article.body == body  # a person's text stands
    assert not article.metrics.filter(quote="1826名").exists()
    assert "数据：1826名" in map(str, difference.removed)
    assert reread(article.source).empty


def test_a_persons_region_stands(article, editor):
    hegang = Region.objects.get(pk="230400")
    amend_article(article, by=editor, changes={"region": hegang})
    reread(article.source)
    article.refresh_from_db()
    claim = article.claims.get(field="region")
    assert (article.region, claim.value, claim.machine_value) == (hegang, "230400", "220600")


def test_a_renamed_organization_is_found_again_under_its_old_name(article, editor):
    organization = Organization.objects.get(name="白山市中心医院")
    organization.name = "白山市中心医院（集团）"
    save_organization(organization)
    reread(article.source)
    assert not Organization.objects.filter(name="白山市中心医院").exists()
    assert organization.mentions.exists()


def test_the_queue_follows_decisions(article, editor):
    metric = article.metrics.first()
    item = ReviewItem.objects.get(kind="metric", target=metric.pk)
    assert not item.done
    confirm(metric, by=editor)
    item.refresh_from_db()
    assert item.done
    reopen(metric, by=editor)
    item.refresh_from_db()
    assert not item.done


def test_withdrawing_wants_a_reason(article, editor):
    with pytest.raises(ValidationError):
        withdraw(article, reason="  ", by=editor)
    withdraw(article, reason="刊发单位要求撤下", by=editor)
    assert article not in Article.objects.public()


TWO = "甲市第一人民医院开展义诊\n\n■记者 王一\n\n浙江省永康市第一人民医院开展义诊12次，服务群众300余人次。"
HEADED = "# 永康市卫生健康局推进清廉建设\n\n■记者 李二\n\n永康市卫生健康局开展培训15场，培训干部800人次。"


def test_a_decision_survives_a_new_split_of_the_file(lists, editor):
    """Rules that cut a file otherwise must not lose what people said of its articles."""
    text = f"{TWO}\n\n{HEADED}"
    source = ingest(text.encode(), "两篇.txt").source
    first, second = source.articles.order_by("ordinal")
    metric = second.metrics.get(quote="15场")
    confirm(metric, by=editor)
    cut = source.text.index("# 永康市")
    source.text = " " * cut + source.text[cut:]
    source.save()
    reread(source)
    metric.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (metric.article, second.ordinal) == (second, 1)
    assert first.status == "withdrawn"
    assert reread(source).empty
    publish(first, by=editor)
    assert reread(source).empty  # a person's word stands
    first.refresh_from_db()
    assert first.status == "published"
    source.text = text
    source.save()
    reread(source)
    first.refresh_from_db()
    assert (first.ordinal, source.articles.count()) == (1, 2)  # found again, under its old address


def test_what_was_said_follows_the_text_into_another_article(lists, editor):
    """Two reports read as one: the decisions go with the text when rules tell them apart."""
    whole, parts = extraction.extract(TWO)[0], extraction.extract(f"{TWO}\n\n{HEADED}")
    source = ingest(f"{TWO}\n\n{HEADED}".encode(), "两篇.txt").source
    joined = replace(
        whole,
        layout=replace(whole.layout, body=f"{parts[0].layout.body}\n\n{parts[1].layout.body}"),
    )
    assert (len(parts), source.articles.count()) == (2, 2)
    metric = source.articles.get(ordinal=2).metrics.get(quote="15场")
    reject(metric, by=editor)
    store(source, (joined,))
    metric.refresh_from_db()
    assert (metric.article.ordinal, metric.anchored) == (1, True)
    store(source, parts)
    metric.refresh_from_db()
    assert (metric.article.ordinal, metric.anchored) == (2, True)
    assert metric.article.metrics.filter(quote="15场").count() == 1
    assert store(source, parts).empty


def test_a_text_told_to_be_a_caption_takes_its_decisions_along(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    reject(metric, by=editor)
    start = (
        article.body.rindex("\n\n", 0, metric.start) + 2
        if "\n\n" in article.body[: metric.start]
        else 0
    )
    paragraph = article.body[start:].split("\n\n")[0]
    amend_captions(article, by=editor, captions=[("说明", ""), (paragraph, "")])
    amend_article(article, by=editor, changes={"body": article.body.replace(paragraph, "另文。")})
    reread(article.source)
    assert list(
        article.metrics.filter(quote=metric.quote).values_list("pk", "part", "anchored")
    ) == [(metric.pk, "caption:1", True)]


def test_figures_that_move_onto_each_others_places_do_not_collide(article, editor):
    first = article.metrics.filter(part="body").order_by("start").first()
    start = first.end
    add(
        Metric(
            article=article,
            part="body",
            start=start,
            end=2 * start - first.start,
            value=1,
            unit="次",
            family=first.family,
        ),
        by=editor,
    )
    shift = "新" * (first.end - first.start)
    amend_article(article, by=editor, changes={"body": shift + article.body})
    first.refresh_from_db()
    assert (first.start, first.anchored) == (start, True)


def test_a_region_that_a_person_gave_an_organization_is_not_taken_back(article, editor):
    organization = Organization.objects.get(name="白山市中心医院")
    before = set(organization.mentions.values_list("pk", flat=True))
    organization.region = Region.objects.get(pk="230400")
    save_organization(organization)
    reread(article.source)
    assert set(organization.mentions.values_list("pk", flat=True)) == before
    assert list(Organization.objects.filter(name="白山市中心医院")) == [organization]


def test_a_renamed_brand_is_found_again_where_a_new_file_prints_its_old_name(article, editor):
    mention = article.brandmentions.select_related("brand").first()
    brand, old = mention.brand, mention.brand.name
    brand.name = f"{old}（新名）"
    save_brand(brand)
    again = ingest((article.source.text + "\n\n此后工作仍在继续。").encode(), "又一篇.txt").source
    named = BrandMention.objects.filter(article__source=again, quote=mention.quote)
    assert set(named.values_list("brand", flat=True)) == {brand.pk}
    other = article.source.text.replace("白山", "鹤岗").replace("吉林", "黑龙江")
    elsewhere = ingest(other.encode(), "另一地.txt").source
    named = BrandMention.objects.filter(article__source=elsewhere, quote=mention.quote)
    assert named.exists()
    assert not named.filter(brand=brand).exists()


def test_a_brand_that_a_person_renamed_and_gave_away_stays_so(article, editor):
    brand = article.brandmentions.first().brand
    before = set(brand.mentions.values_list("pk", flat=True))
    brand.name, brand.owner = "另一个名字", Organization.objects.get(name="吉林省肿瘤医院")
    save_brand(brand)
    assert reread(article.source).empty
    assert set(brand.mentions.values_list("pk", flat=True)) == before


def test_a_reading_makes_no_organization_that_nothing_names(article, editor):
    for mention in article.organizationmentions.filter(organization__name="吉林省肿瘤医院"):
        amend(
            mention,
            by=editor,
            changes={"organization_id": Organization.objects.get(name="白山市中心医院").pk},
        )
    article.metrics.filter(organization__name="吉林省肿瘤医院").delete()
    reread(article.source)
    bodies = set(Organization.objects.values_list("pk", flat=True))
    reread(article.source)
    assert set(Organization.objects.values_list("pk", flat=True)) == bodies


def test_the_words_that_speak_for_a_claim_move_with_an_edited_text(article, editor):
    def words():
        now = Article.objects.get(pk=article.pk)
        claim = now.claims.get(field="region")
        return [now.part(e["part"])[e["start"] : e["end"]] for e in claim.evidence]

    before = words()
    amend_article(article, by=editor, changes={"body": "新的开头。" + article.body})
    assert words() == before
    reread(article.source)
    assert words() == before


def test_a_decision_on_a_row_read_long_ago_leaves_its_new_place(article, editor):
    metric = article.metrics.get(quote="4680余人次")
    amend_article(article, by=editor, changes={"body": "新" + article.body})
    confirm(metric, by=editor)  # the object still has the old place
    call_command("verify")


def test_a_file_that_comes_in_again_while_it_is_deleted_keeps_its_original(
    article, django_capture_on_commit_callbacks
):
    source = article.source
    data = source.path.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        delete_source(source)
        again = ingest(data, "又来.txt").source
    assert again.path.read_bytes() == data


def test_a_name_that_was_struck_out_is_not_learned_again(article, editor):
    organization = Organization.objects.get(name="白山市康宁医院")
    assert [alias.name for alias in organization.aliases.all()] == ["市康宁医院"]
    amend_aliases(organization, drop=["市康宁医院"])
    reread(article.source)
    assert list(organization.aliases.all()) == []
    amend_aliases(organization, add=["市康宁医院"])
    assert [alias.name for alias in organization.aliases.all()] == ["市康宁医院"]
