"""One document read in a process of its own; see ``worker``."""

import sys

from articles.readers.formats import Format
from articles.readers.worker import main

main(Format[sys.argv[1]])
