from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engine", "0007_draft_owner"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="relationrecord",
            index=models.Index(fields=["other_id"], name="relation_of_other"),
        ),
    ]
