"""A draft belongs to an officer or to a citizen, not to an account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0006_internal_processes")]
    operations = [
        migrations.RunSQL("DELETE FROM engine_form_draft", migrations.RunSQL.noop),
        # 0005 brought the same index for the door; one is enough.
        migrations.RunSQL("DROP INDEX case_of_number", migrations.RunSQL.noop),
        migrations.RemoveIndex("formdraftrecord", "draft_of_account"),
        migrations.RemoveField("formdraftrecord", "account"),
        migrations.AddField(
            "formdraftrecord",
            "owner",
            models.TextField(default="", help_text="Actor.identity: an officer's person, or a citizen's number"),
            preserve_default=False,
        ),
        migrations.AddIndex("formdraftrecord", models.Index(fields=["owner", "saved_at"], name="draft_of_owner")),
    ]
