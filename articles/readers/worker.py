"""Documents that foreign code takes apart are read in a process of their own, which may be ended.

A file that makes a parser hang, crash or fill the memory costs one process and one clear message.
``python -m articles.readers FORMAT`` takes the bytes of a file on standard input
and answers with JSON: the fields of a document, or the reason against it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from articles.readers import limits
from articles.readers.document import Document, ReaderError
from articles.readers.formats import Format

log = logging.getLogger(__name__)

LOGGED = 2000  # bytes of its last words that are kept of a process that did not end well
ROOT = Path(__file__).parents[2]
TOO_HARD = "文件损坏或过于复杂，无法读取，请另存为纯文本（.txt）后再导入。"
TOO_LONG = f"读取超过 {limits.SECONDS} 秒，已停止，请拆分文件或另存为纯文本（.txt）后再导入。"


def read_apart(data: bytes, form: Format) -> Document:
    """Return the text of *data*, read in another process within the limits of time and memory.

    Raises :exc:`ReaderError` with the reader's own reason, or where that process did not end well.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no word of it from outside
            [sys.executable, "-m", "articles.readers", form.name],
            input=data,
            capture_output=True,
            cwd=ROOT,
            timeout=limits.SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReaderError(TOO_LONG) from error
    try:
        answer = dict(json.loads(done.stdout))
    except (ValueError, TypeError) as error:
        log.warning("%s: %s", form.name, done.stderr[-LOGGED:].decode("utf-8", "replace").strip())
        raise ReaderError(TOO_HARD) from error
    if reason := answer.get("refused"):
        raise ReaderError(reason)
    return Document(**answer)


def read_here(data: bytes, form: Format) -> Document:
    """Return the text of *data*, read in this process; only the library that it needs is loaded."""
    match form:
        case Format.HTML:
            from articles.readers import html  # noqa: PLC0415 -- loads lxml

            document = html.read_html(data)
        case Format.DOCX:
            from articles.readers import docx  # noqa: PLC0415 -- loads docx

            document = docx.read_docx(data)
        case Format.PDF:
            from articles.readers import pdf  # noqa: PLC0415 -- loads PDFium

            document = pdf.read_pdf(data)
        case _:
            raise ReaderError(TOO_HARD)
    if len(document.text) > limits.LONGEST:
        most = limits.LONGEST // 10_000
        raise ReaderError(f"文件的文字超过 {most} 万字，请拆分后再导入。")
    return document


def _limit() -> None:
    """Set the limits of this process, where the system knows them."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not on every system

    for what, most in ((resource.RLIMIT_AS, limits.MEMORY), (resource.RLIMIT_CPU, limits.SECONDS)):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or most < hard:
            try:
                resource.setrlimit(what, (most, hard))
            except (ValueError, OSError):  # some systems know the limit but do not set it
                continue


def main(form: Format) -> None:
    """Read the file on standard input and write the answer to standard output."""
    _limit()
    try:
        document = read_here(sys.stdin.buffer.read(), form)
        answer = {
            "text": document.text,
            "encoding": document.encoding,
            "media_type": document.media_type,
        }
    except ReaderError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": TOO_HARD}
    sys.stdout.write(json.dumps(answer))
