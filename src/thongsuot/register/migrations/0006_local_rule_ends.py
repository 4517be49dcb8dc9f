"""Who ended a local rule, when and by what instrument; why one was entered late."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0005_citizen_session'),
    ]

    operations = [
        migrations.AddField(
            model_name='localrule',
            name='late_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='localrule',
            name='ended_by',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='localrule',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='localrule',
            name='end_basis',
            field=models.TextField(blank=True, default=''),
        ),
    ]
