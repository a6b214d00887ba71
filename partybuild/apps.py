"""App set-up of the site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class PartybuildConfig(AppConfig):
    """The site: what is neither archive nor search."""

    name = "partybuild"
    verbose_name = "站点"

    def ready(self) -> None:
        """Register the system checks."""
        from partybuild import checks  # noqa: F401, PLC0415 -- needs the app registry


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our own site."""

    default_site = "partybuild.admin.DeskSite"
