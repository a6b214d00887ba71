"""Every limit of the readers in one place; what goes beyond is refused, never cut short."""

MEGABYTE = 1024 * 1024

LARGEST = 20 * MEGABYTE  # bytes of a file, packed or not
LONGEST = 3_000_000  # characters of text in a document other than plain text
MOST_PAGES = 300  # of a PDF document; above that it is a book

MOST_MEMBERS = 1000  # files in an archive, those that are passed over included
MOST_UNPACKED = 200 * MEGABYTE  # bytes of all members of an archive together
MOST_RATIO = 200  # times that a member may be larger than its packed form
FREE_OF_RATIO = MEGABYTE  # bytes; what is smaller than this does no harm at any ratio

SECONDS = 25  # that another process may take over a document; servers give up after 30
MEMORY = 1024 * MEGABYTE  # bytes of address space that it may take
