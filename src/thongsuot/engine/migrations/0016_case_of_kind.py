from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0015_paper_facts'),
    ]

    operations = [
        migrations.AddIndex(model_name='caserecord', index=models.Index(fields=['kind'], name='case_of_kind')),
    ]
