"""The characters of a source as they were given, and what became of each in the repaired text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from articles.extraction.vocabulary import SegmentKind
from articles.models import Segment
from articles.outputs.reading import PARTS
from articles.outputs.spans import Mark, Run, split_spans

Fate = Literal["kept", "moved", "dropped", "joined", "blank", "other"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of source characters with one fate; ``label`` tells a reader what it is."""

    fate: Fate
    label: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Original:
    """What a source holds of one article, joined exactly the source from its first character to
    its last. ``edited`` tells that a person has changed a part, which then shows no facts here.
    """

    stretches: tuple[Stretch, ...]
    edited: bool

    @property
    def counts(self) -> Counter[Fate]:
        """How many stretches have each fate."""
        return Counter(stretch.fate for stretch in self.stretches)


def original(
    source: str,
    segments: Iterable[Segment],
    parts: Mapping[str, str],
    marks: Mapping[str, Iterable[Mark]],
) -> Original:
    """Trace the article of *parts*, booked in *segments*, through the text of its *source*.

    *marks* are those of each part, in its own offsets; in the source they may fall into pieces.
    """
    booked = sorted(segments, key=lambda segment: segment.start)
    true = [s for s in booked if s.part and _stands(s, source, parts)]
    traced = sorted(_traced(true, marks), key=lambda mark: mark.start)
    stretches: list[Stretch] = []
    before: Segment | None = None
    for segment in booked:
        if before and before.end < segment.start:
            fate, label = _between(before, segment, source, parts)
            gap = source[before.end : segment.start]
            stretches.append(Stretch(fate, label, (Run(gap),)))
        fate, label = _fate(segment)
        runs = split_spans(source[segment.start : segment.end], traced, segment.start)
        stretches.append(Stretch(fate, label, tuple(runs)))
        before = segment
    return Original(tuple(stretches), len(true) < sum(bool(s.part) for s in booked))


def _stands(segment: Segment, source: str, parts: Mapping[str, str]) -> bool:
    text = source[segment.start : segment.end]
    return parts.get(segment.part, "").startswith(text, segment.part_start)


def _traced(segments: Sequence[Segment], marks: Mapping[str, Iterable[Mark]]) -> Iterator[Mark]:
    """Yield the pieces of *marks* in source offsets; the first of each keeps its id."""
    seen: Counter[str] = Counter()
    for segment in segments:
        shift = segment.start - segment.part_start
        for mark in marks.get(segment.part, ()):
            start, end = max(mark.start + shift, segment.start), min(mark.end + shift, segment.end)
            if start < end:
                seen[mark.id] += 1
                number = seen[mark.id]
                name = mark.id if number == 1 else f"{mark.id}-{number}"
                yield replace(mark, start=start, end=end, id=name)


def _fate(segment: Segment) -> tuple[Fate, str]:
    if segment.kind == SegmentKind.FURNITURE:
        return "dropped", "版面符号，整理时略去"
    if segment.kind == SegmentKind.MOVED:
        return "moved", f"整理时移至{PARTS.get(segment.part.partition(':')[0], '正文')}"
    return "kept", ""


def _between(
    before: Segment, after: Segment, source: str, parts: Mapping[str, str]
) -> tuple[Fate, str]:
    """Return what the characters between two segments are: white space, or another article's."""
    if source[before.end : after.start].strip():
        return "other", "另一篇报道的文字"
    if before.part and before.part == after.part:
        end = before.part_start + before.end - before.start
        if not parts.get(before.part, "")[end : after.part_start].strip(" "):
            return "joined", "断行，整理时接合"
    return "blank", ""
