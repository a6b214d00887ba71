"""Tables of search: what the index still has to learn, and what people keep."""

from search.models.pending import PendingChange

__all__ = ["PendingChange"]
