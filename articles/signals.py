"""All that the archive says to the rest of the site."""

from django.dispatch import Signal

articles_changed = Signal()
"""Sent inside the writing transaction with ``pks``, the keys of the articles whose document may differ now."""
