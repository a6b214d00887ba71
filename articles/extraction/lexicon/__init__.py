"""Word lists that the finders share, each a TSV file beside this one, and their cached loader.

A file begins with comment lines (``# ``) that say where its words come from, then one line of
column names; empty cells are empty strings.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``name.tsv`` in order, as dictionaries by column name."""
    text = (files(__name__) / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """Return the set of values in one *column* of ``name.tsv``."""
    return frozenset(row[column] for row in table(name))
