from django.urls import reverse

from articles.models import Brand, Organization, Origin, Region


def names(organization):
    return set(organization.aliases.values_list("name", flat=True))


def test_a_renamed_body_keeps_its_old_name_and_its_slug_follows(article, desk, editor):
    body = article.organizationmentions.first().organization
    old = body.name
    answer = desk.amend(body, name="单县新名称医院", aliases__0__name="新医院")
    assert answer.redirect_chain != [], desk.errors(answer)
    body.refresh_from_db()
    assert (body.name, body.origin, body.slug.split("-")[0]) == (
        "单县新名称医院",
        Origin.PERSON,
        "shan",
    )
    assert {old, "新医院"} <= names(body)


def test_aliases_are_added_changed_and_struck_out_through_the_verb(lists, desk):
    body = Organization.objects.create(name="甲医院", type="hospital", sort_key="jia")
    desk.amend(body, aliases__0__name="甲院")
    assert names(body) == {"甲院"}
    desk.amend(body, aliases__0__name="甲总院", aliases__1__name="甲老院")
    assert names(body) == {"甲总院", "甲老院"}
    desk.amend(body, aliases__0__DELETE="on")
    assert len(names(body)) == 1
    assert set(body.aliases.values_list("origin", flat=True)) == {Origin.PERSON}


def test_the_same_name_stands_once_in_a_region(lists, desk):
    region = Region.objects.get(pk="220600")
    Organization.objects.create(name="甲医院", type="hospital", region=region, sort_key="jia")
    add = reverse("admin:articles_organization_add")
    sent = desk.form(add) | {"name": "甲医院", "type": "hospital", "region": region.pk}
    assert "同一地区已有同名单位" in desk.errors(desk.client.post(add, sent))
    answer = desk.client.post(add, sent | {"region": ""}, follow=True)
    assert answer.redirect_chain != []
    assert "同一地区已有同名单位" in desk.errors(desk.client.post(add, sent | {"region": ""}))


def test_nobody_stands_above_themselves(lists, desk):
    one = Organization.objects.create(name="甲", type="hospital", sort_key="jia")
    two = Organization.objects.create(name="乙", type="hospital", sort_key="yi", parent=one)
    for parent in (one, two):
        assert "上级单位不能是" in desk.errors(desk.amend(one, parent=parent.pk))


def test_printed_variants_of_a_brand_are_one_row(lists, desk):
    add = reverse("admin:articles_brand_add")
    sent = desk.form(add) | {"name": "“医心·向党”", "kind": "品牌", "level": "unit"}
    desk.client.post(add, sent)
    brand = Brand.objects.get()
    assert (brand.key, brand.origin, brand.slug) == (
        "医心向党",
        Origin.PERSON,
        "yi-xin-xiang-dang",
    )
    answer = desk.client.post(add, sent | {"name": "医心向党"})
    assert f"已有同名品牌（编号 {brand.pk}）" in desk.errors(answer)
    assert "上级品牌不能是" in desk.errors(desk.amend(brand, parent=brand.pk))
    desk.amend(brand, name="医心向民")
    brand.refresh_from_db()
    assert brand.key == "医心向民"


def test_names_cannot_be_deleted(article, desk):
    body = article.organizationmentions.first().organization
    delete = reverse("admin:articles_organization_delete", args=[body.pk])
    assert desk.client.post(delete, {"post": "yes"}).status_code == 403
