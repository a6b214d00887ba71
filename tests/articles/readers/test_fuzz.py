"""Whatever comes in: a document or a reason, never another error, a hang or a lost file."""

import io
import json
import logging
import subprocess
import sys
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from articles import readers
from articles.readers import Document, Format, ReaderError, limits, read
from articles.readers.worker import TOO_HARD, TOO_LONG, read_apart, read_here

PROSE = "近年来，该院党委坚持党建引领，推动业务与服务深度融合，全市党员266人。"
NAMES = st.sampled_from(["a", "a.txt", "a.html", "a.docx", "a.pdf", "a.zip"])
HTML = (
    f"<html><head><meta charset=utf-8><title>{PROSE}</title></head><body><h1>标题</h1><div class=a>"
    f"<p>{PROSE}<br>{PROSE}</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    f"<figure><figcaption>图</figcaption></figure><p>{PROSE}</p></div></body></html>"
).encode()
few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
fewer = settings(few, max_examples=15)


@pytest.fixture(scope="module")
def sample(make):
    """One good file a format."""

    @cache
    def of(form):
        return {
            Format.TEXT: lambda: PROSE.encode("gb18030"),
            Format.HTML: lambda: HTML,
            Format.DOCX: lambda: make.docx_of(
                lambda d: (d.add_heading("标题"), d.add_paragraph(PROSE))
            ),
            Format.PDF: lambda: make.pdf_of(
                [[(40, 700, 9, PROSE[:20]), (40, 686, 9, PROSE[20:])]]
            ),
            Format.ARCHIVE: lambda: make.zip_of([("a.txt", PROSE.encode()), ("b.html", HTML)]),
        }[form]()

    return of


def mutated(data, edits, cut):
    changed = bytearray(data)
    for place, byte in edits:
        changed[int(place * (len(changed) - 1))] = byte
    return bytes(changed[: int(cut * len(changed))])


EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8)
CUT = st.one_of(st.just(1.0), st.floats(0, 1))


def outcome_of(function, *arguments):
    """Return the document or the reason; anything else that is raised fails the test."""
    try:
        document = function(*arguments)
    except ReaderError:
        return None
    assert isinstance(document, Document)
    assert document.text.encode("utf-8").decode("utf-8") == document.text
    assert "\0" not in document.text
    return document


@few
@given(st.binary(max_size=400), NAMES)
def test_random_bytes_under_any_name(data, name):
    for file in readers.files(data, name):
        outcome_of(lambda file=file: read(file.load(), file.name))


@few
@given(EDITS, CUT)
def test_mutated_parts_of_a_word_document(sample, make, edits, cut):
    with zipfile.ZipFile(io.BytesIO(sample(Format.DOCX))) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for broken in ("word/document.xml", "word/numbering.xml", "word/styles.xml"):
        changed = [(n, mutated(data, edits, cut) if n == broken else data) for n, data in parts]
        outcome_of(read_here, make.zip_of(changed), Format.DOCX)


@few
@given(EDITS, CUT)
@pytest.mark.parametrize("form", [Format.HTML, Format.DOCX], ids=lambda form: form.name)
def test_mutated_documents_in_this_process(sample, form, edits, cut):
    outcome_of(read_here, mutated(sample(form), edits, cut), form)


@few
@given(EDITS, CUT, NAMES)
@pytest.mark.parametrize("form", [Format.TEXT, Format.ARCHIVE], ids=lambda form: form.name)
def test_mutated_texts_and_archives(sample, form, edits, cut, name):
    given = list(readers.files(mutated(sample(form), edits, cut), name))
    assert given
    for file in given:
        outcome_of(file.load and (lambda file=file: read(file.load(), file.name)))


@fewer
@given(EDITS, CUT)
def test_mutated_pdf_documents(sample, edits, cut):
    outcome_of(read, mutated(sample(Format.PDF), edits, cut), "a.pdf")


@few
@given(st.text(max_size=300))
def test_any_text_written_in_utf_8_comes_back_to_the_letter_or_is_refused(text):
    document = outcome_of(read, text.encode("utf-8", "ignore"), "a.md")
    if document is not None:
        written = text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
        assert document.text == written.replace("\r\n", "\n").replace("\r", "\n")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    with pytest.raises(ReaderError) as raised:
        read_apart(HTML, Format.HTML)
    assert str(raised.value) == TOO_LONG


def test_a_process_that_dies_is_a_reason_and_its_last_words_are_in_the_log(caplog, monkeypatch):
    assert read_apart(HTML, Format.HTML).text.count(PROSE) == 3
    monkeypatch.setenv("PYTHONHASHSEED", "no number")  # Python ends before it begins
    with caplog.at_level(logging.WARNING), pytest.raises(ReaderError) as raised:
        read_apart(HTML, Format.HTML)
    assert str(raised.value) == TOO_HARD
    assert "PYTHONHASHSEED" in caplog.text


def test_a_process_takes_no_more_memory_than_it_may():
    code = (
        "from articles.readers import limits, worker; limits.MEMORY = 300 * limits.MEGABYTE;"
        "worker.read_here = lambda data, form: bytearray(10**9);"
        "worker.main(worker.Format.HTML)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)
    assert json.loads(done.stdout) == {"refused": TOO_HARD}


def test_plain_text_is_read_without_any_library_of_another_format():
    code = (
        "import sys, articles.readers as r; r.read('党建'.encode(), 'a.txt');"
        "sys.exit(bool({'lxml', 'docx', 'pypdfium2'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
