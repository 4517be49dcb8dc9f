"""Parts of interlinked requests, what is due, errands to outside systems."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Position',
            fields=[
                ('site', models.TextField(primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField()),
            ],
            options={
                'db_table': 'interlinked_position',
            },
        ),
        migrations.CreateModel(
            name='Due',
            fields=[
                ('parent', models.UUIDField(primary_key=True, serialize=False)),
                ('next_at', models.DateTimeField()),
                ('tries', models.SmallIntegerField()),
            ],
            options={
                'db_table': 'interlinked_due',
                'indexes': [models.Index(fields=['next_at'], name='interlinked_next')],
            },
        ),
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('child', models.UUIDField(primary_key=True, serialize=False)),
                ('system', models.TextField()),
                ('province_code', models.TextField()),
                ('state', models.TextField()),
                ('outside_code', models.TextField()),
                ('stage', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('tries', models.IntegerField()),
                ('trouble', models.TextField()),
            ],
            options={
                'db_table': 'interlinked_errand',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='errand_next')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('parent', models.UUIDField()),
                ('part', models.TextField()),
                ('attempt', models.SmallIntegerField()),
                ('province_code', models.TextField()),
                ('system', models.TextField(help_text='key of the outside system that settles it; empty: a body here does')),
                ('child', models.UUIDField(null=True, unique=True)),
                ('status', models.SmallIntegerField()),
                ('outcome', models.TextField()),
                ('is_open', models.BooleanField()),
                ('waits_for', models.TextField()),
                ('holder', models.TextField(help_text="a body's key, system:… or applicant; empty while not begun")),
                ('since', models.DateTimeField()),
                ('trouble', models.TextField(help_text='why it could not be begun, a sentence')),
            ],
            options={
                'db_table': 'interlinked_part',
                'indexes': [models.Index(condition=models.Q(('is_open', True)), fields=['holder'], name='part_held')],
                'constraints': [models.UniqueConstraint(fields=('parent', 'part', 'attempt'), name='part_once')],
            },
        ),
    ]
