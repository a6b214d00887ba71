"""Logging in: how long a visit lasts, a new password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy


def shorten(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Let a visit to the desk end after a working day: its machine may be shared."""
    if getattr(user, "is_staff", False):
        request.session.set_expiry(settings.DESK_SESSION_AGE)


class OwnPassword(PasswordChangeView):
    """A new password for whoever has logged in; their visits elsewhere end with it."""

    template_name = "registration/own_password.html"
    success_url = reverse_lazy("saved-searches")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Say that it is done on the page that follows."""
        messages.success(self.request, "密码已更换，其他设备上的登录随之失效")
        return super().form_valid(form)
