"""Which counter took a dossier in for another body: kept with every stretch, filled in for those that are there."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_presence"), ("engine", "0012_supported")]

    operations = [
        migrations.AddField(
            "stretchrecord",
            "supported_by",
            models.TextField(default="", help_text="the counter that took it in or sent it for another body"),
        ),
        migrations.RunSQL(
            "UPDATE measures_stretch s SET supported_by = c.supporting_body FROM engine_case c"
            " WHERE c.id = s.case_id AND c.supporting_body <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "stretchrecord",
            models.Index(fields=["supported_by"], name="stretch_supported", condition=~Q(supported_by="")),
        ),
    ]
