"""Django's admin serves accounts only; everything else has a face of its own."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from thongsuot.register.models import Account

admin.site.unregister(Group)
admin.site.site_header = "Thông Suốt: tài khoản"


@admin.register(Account)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Make, lock and reset logins. What a login may do comes from the posts of its person."""

    list_display = ("username", "person", "is_active", "is_superuser", "must_change_password", "demo")
    list_select_related = ("person",)
    raw_id_fields = ("person",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người", {"fields": ("person",)}),
        ("Quyền", {"fields": ("is_active", "is_staff", "is_superuser", "must_change_password")}),
    )
    filter_horizontal = ()
    list_filter = ("is_active", "is_superuser", "demo")
