from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0018_groups'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='noticerecord', index=models.Index(fields=['body', 'role', 'due_at'], name='notice_of_post'),
        ),
        migrations.AddIndex(
            model_name='noticerecord', index=models.Index(fields=['person', 'due_at'], name='notice_of_person'),
        ),
        migrations.AlterField(
            model_name='noticerecord', name='kind',
            field=models.TextField(help_text='the level that raised it: see engine.warning_levels'),
        ),
    ]
