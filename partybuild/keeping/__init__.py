"""Keeping the archive safe: one file with all that cannot be made again, and the way back."""
