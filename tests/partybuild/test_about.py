from io import StringIO

from django.core.management import call_command


def test_without_an_evaluation_the_page_says_so(client, lists):
    assert "尚未评测" in client.get("/about/").content.decode()


def test_the_figures_of_the_last_evaluation_are_shown(client, lists):
    call_command("evaluate", stdout=StringIO())
    page = client.get("/about/").content.decode()
    assert "尚未评测" not in page
    assert "以 8 篇人工标注的报道评测" in page
    assert (
        '<th scope="row">分篇</th><td class="num">100%</td><td class="num">100%</td><td class="num">8</td>'
        in page
    )
