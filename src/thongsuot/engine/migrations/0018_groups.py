import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0017_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('body', models.TextField()),
                ('province_code', models.TextField()),
                ('person', models.UUIDField(null=True)),
                ('person_name', models.TextField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'engine_group',
                'indexes': [models.Index(fields=['body', 'made_at'], name='group_of_body')],
            },
        ),
        migrations.AddIndex(
            model_name='caserecord',
            index=models.Index(django.db.models.fields.json.KeyTextTransform('group', 'facts'), condition=models.Q(('facts__has_key', 'group')), name='case_in_group'),
        ),
    ]
