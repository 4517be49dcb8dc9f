"""The telling words by which a case that may be the same matter as another is found among all open ones."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import Q
from django.db.models.fields.json import KeyTransform


class Migration(migrations.Migration):
    dependencies = [("engine", "0019_notices_found")]

    operations = [
        migrations.AddIndex(
            model_name="caserecord",
            index=GinIndex(
                KeyTransform("telling", "facts"),
                name="case_telling",
                condition=Q(is_open=True, facts__has_key="telling"),
            ),
        ),
    ]
