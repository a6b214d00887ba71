"""Tables of search: what the index still has to learn, and what people keep."""

from search.models.name import Name, NameKind
from search.models.pending import PendingChange
from search.models.saved import SavedSearch
from search.models.synonym import Synonym

__all__ = ["Name", "NameKind", "PendingChange", "SavedSearch", "Synonym"]
