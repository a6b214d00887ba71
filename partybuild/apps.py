"""App set-up of the site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class PartybuildConfig(AppConfig):
    """The site: what is neither archive nor search."""

    name = "partybuild"
    verbose_name = "站点"

    def ready(self) -> None:
        """Register the system checks, and hand out rights whenever tables have changed."""
        from partybuild import checks  # noqa: F401, PLC0415 -- needs the app registry
        from partybuild.login import shorten  # noqa: PLC0415 -- needs the app registry
        from partybuild.models import hand_out  # noqa: PLC0415 -- needs the app registry

        post_migrate.connect(hand_out, sender=self)
        user_logged_in.connect(shorten)


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our own site."""

    default_site = "partybuild.desk.DeskSite"
