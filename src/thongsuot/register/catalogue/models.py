"""Tables of the catalogue: sources as given, imports, what a person must decide, local rules, switching on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from thongsuot.register.models import Body, Dated, no_overlap


class CatalogueImport(models.Model):
    """One run over one file: what it found, what changed, which lines could not be read."""

    kind = models.CharField(max_length=10, help_text="portal, list")
    file_name = models.TextField()
    digest = models.CharField(max_length=64)
    imported_by = models.TextField()
    imported_at = models.DateTimeField()
    figures = models.JSONField()
    faults = models.JSONField(help_text="[line number, sentence]")
    changes = models.JSONField(help_text="[code, authority, version before, version after]")


class ProcedureSource(models.Model):
    """The bytes of one procedure as a source gave them, compressed, by their digest: nothing is ever lost."""

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.TextField()
    authority = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="bytes before compression")
    body = models.BinaryField()
    taken_in = models.ForeignKey(CatalogueImport, models.PROTECT, related_name="sources")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["authority"], name="source_of_authority")]

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:12]}"


class ProcedureFinding(models.Model):
    """Something in a source that a person must decide: kept with its wording, our proposal and how sure we are.

    `place` is where it stands in the definition; `proposal` the changes that accepting it makes there. A decision
    holds for its wording: a source that later says otherwise opens the finding again.
    """

    code = models.CharField(max_length=20)
    authority = models.CharField(max_length=60)
    kind = models.CharField(max_length=24)
    place = models.CharField(max_length=200)
    wording = models.TextField()
    proposal = models.JSONField(default=list)
    words = models.TextField(help_text="the proposal in a sentence")
    confidence = models.PositiveSmallIntegerField(help_text="percent")
    weight = models.BigIntegerField(help_text="people concerned: bodies × known volume")
    status = models.CharField(max_length=10, default="open", help_text="open, accepted, settled, gone")
    found_on = models.DateField()
    decided_by = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    basis = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "authority", "kind", "place"], name="finding_once")
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-weight"], name="finding_by_weight")]

    def __str__(self) -> str:
        return f"{self.code} {self.kind} {self.place}"


class LocalRule(Dated):
    """What a province's council or chair, or a commune's, set otherwise than the national definition: differences.

    `changes` is a list of {"at": path, "value": …} against the national version of the day. A rule that was entered
    after its first day says why; one that was ended says by whom and by what instrument.
    """

    code = models.CharField(max_length=20)
    authority = models.CharField(max_length=60)
    place_code = models.CharField(max_length=5)
    changes = models.JSONField()
    decided_by = models.TextField(help_text="Hội đồng nhân dân thành phố Huế")
    entered_by = models.TextField()
    late_reason = models.TextField(blank=True, default="")
    ended_by = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    end_basis = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [no_overlap("local_rule_once_a_day", "code", "authority", "place_code")]


class Adoption(Dated):
    """A procedure is switched on for a body, or for a province's communes at once, by the officer who confirmed it."""

    code = models.CharField(max_length=20)
    authority = models.CharField(max_length=60)
    version = models.PositiveIntegerField(help_text="the version that the officer checked")
    body = models.ForeignKey(Body, models.PROTECT, related_name="adoptions")
    covers_communes = models.BooleanField(default=False)
    confirmed_by = models.TextField()

    class Meta:
        constraints: ClassVar = [no_overlap("adoption_once_a_day", "code", "authority", "body")]


class LocalCode(models.Model):
    """A province's own code and title for a national procedure: matched by us with confidence, accepted by a person."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="local_codes")
    local_code = models.CharField(max_length=60)
    local_title = models.TextField()
    code = models.CharField(max_length=20, blank=True)
    authority = models.CharField(max_length=60, blank=True)
    confidence = models.PositiveSmallIntegerField(help_text="percent")
    reason = models.TextField()
    status = models.CharField(max_length=10, default="open", help_text="open, accepted, rejected")
    decided_by = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "local_code"], name="local_code_once")]


class SpecialPlace(Dated):
    """A commune of a kind that some limits depend on: mountain, border, island, remote, difficult."""

    place_code = models.CharField(max_length=5)
    kind = models.CharField(max_length=16)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [no_overlap("special_place_once_a_day", "place_code", "kind")]
