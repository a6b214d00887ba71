"""Files given at the desk, and the buttons of the page of their import."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Batch
from tests.conftest import SEEDS

ADD = "admin:articles_batch_add"
BLANK = {"publication": "", "published_on": "", "date_precision": "day", "page": ""}
REPORT = "白山市：党员带头\n\n白山市各级党组织组织党员义诊{}场次，服务群众{}人次，受到欢迎。\n"


def seed(number):
    return SEEDS[number].name, SEEDS[number].read_bytes()


def report(number):
    return (f"{number}.txt", REPORT.format(number + 2, number * 100 + 7).encode())


def give(desk, *files, **typed):
    """Give files, as the form does; return the import, which has been looked at."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    answer = desk.client.post(reverse(ADD), {**BLANK, "documents": uploads, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return Batch.objects.latest("pk")


def act(desk, batch, what, *, untick=(), chosen=None, **typed):
    """Press a button of the page as it stands, some ticks taken off and some values chosen."""
    sent = {**BLANK, "act": what, "file": [], **typed}
    for file in batch.files.all():
        sent["file"].append(file.pk)
        sent |= {f"{file.pk}-{name}": value for name, value in BLANK.items()}
        sent[f"{file.pk}-encoding"] = file.encoding
        if file.include and file.name not in untick:
            sent[f"{file.pk}-include"] = "on"
        for name, value in (chosen or {}).get(file.name, {}).items():
            sent[f"{file.pk}-{name}"] = value
    address = reverse("admin:articles_batch_act", args=[batch.pk])
    answer = desk.client.post(address, sent, follow=True)
    batch.refresh_from_db()
    return answer


def outcomes(batch):
    return {file.name: file.outcome for file in batch.files.all()}
