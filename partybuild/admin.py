"""The admin site."""

from django.contrib import admin


class DeskSite(admin.AdminSite):
    """Django's admin under the archive's name."""

    site_header = "党建报道档案 · 编辑台"
    site_title = "编辑台"
    index_title = "资料与审核"
