"""Registers what the site itself has at the desk."""

from partybuild import users

__all__ = ["users"]
