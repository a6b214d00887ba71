"""A table as the answer to a request."""

from __future__ import annotations

from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.utils import timezone

from articles.outputs.exports import Format, Table, write


def download(table: Table, form: Format) -> StreamingHttpResponse:
    """Return *table* as a file named after it and the day."""
    name = f"{table.title}-{timezone.localdate():%Y%m%d}.{form.value}"
    response = StreamingHttpResponse(write(table, form), content_type=form.media_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"partybuild.{form.value}\"; filename*=UTF-8''{quote(name)}"
    )
    response["X-Robots-Tag"] = "noindex"
    return response
