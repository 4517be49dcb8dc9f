"""Reorganisations as acts, and which body followed which."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0006_local_rule_ends'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('digest', models.CharField(help_text='SHA-256 of the plan', max_length=64)),
                ('plan', models.JSONField()),
                ('title', models.TextField()),
                ('effective_on', models.DateField()),
                ('state', models.CharField(help_text='draft, checked, approved, running, done, undoing, undone, dropped', max_length=10)),
                ('proposed_by', models.UUIDField(null=True)),
                ('proposed_name', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('approved_by', models.UUIDField(null=True)),
                ('approved_name', models.TextField(blank=True, default='')),
                ('approved_at', models.DateTimeField(null=True)),
                ('moment', models.DateTimeField(help_text='when the dossiers went over, the same for all of them', null=True)),
                ('begun_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('undone_name', models.TextField(blank=True, default='')),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_reason', models.TextField(blank=True, default='')),
                ('waits_for', models.TextField(blank=True, default='', help_text='why it could not begin, for a person to mend')),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('written', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'register_reorganisation',
                'indexes': [models.Index(fields=['effective_on'], name='reorganisation_of_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['dropped', 'undone']), _negated=True), fields=('digest',), name='reorganisation_once')],
            },
        ),
        migrations.CreateModel(
            name='BodySuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.TextField()),
                ('new', models.TextField()),
                ('happened_on', models.DateField()),
                ('archive', models.BooleanField()),
                ('direct', models.BooleanField(default=True)),
                ('legal_basis', models.TextField()),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='register.reorganisation')),
            ],
            options={
                'db_table': 'register_body_succession',
                'indexes': [models.Index(fields=['new'], name='body_succession_new')],
                'constraints': [models.UniqueConstraint(fields=('act', 'old', 'new'), name='body_succession_once')],
            },
        ),
    ]
