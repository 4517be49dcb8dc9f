"""Every move and state of a dossier has its sentence for the person whose dossier it is; officers' notes have none."""

from __future__ import annotations

from types import SimpleNamespace

from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine import reading, verbs
from thongsuot.web.portal.following import standing, telling


def test_every_move_of_the_dossiers_table_is_told_in_a_sentence_of_its_own() -> None:
    assert {move.name for move in DOSSIER.moves} - set(telling.TALES) == set()


def test_every_verb_beside_the_moves_is_told_too() -> None:
    assert set(verbs.__all__) - {"VIETNAM", "open", "move"} - telling.UNTOLD <= set(telling.VERBS)


def test_every_state_is_told_as_what_is_going_on() -> None:
    assert {state.key for state in DOSSIER.states} - set(standing.STEPS) == set()


def test_what_a_sentence_tells_is_a_need_of_its_move_and_no_note_between_officers() -> None:
    for move in DOSSIER.moves:
        told = set(telling.TALES[move.name].tells)
        assert told <= {need.name for need in move.needs}, move.name
        assert not told & {"note", "summary", "method"}, move.name
        # What an officer proposes is no outcome yet; what the law or the system that owns a stage says is one.
        assert "outcome" not in told or move.role.name == "system", move.name
    assert telling.TALES["send_back"].tells == telling.TALES["return"].tells == ()


# The letters that bear the name of who answers for them; the control sheet (06) travels between offices.
TO_THE_APPLICANT = ("01", "02", "03", "04", "05", "revocation")


def test_officers_are_named_by_the_letters_to_the_applicant_and_the_signature_alone() -> None:
    named = {move.name for move in DOSSIER.moves if telling.TALES[move.name].named}

    assert {move.name for move in DOSSIER.moves if move.letter in TO_THE_APPLICANT} <= named
    # Who takes money, answers a wish for relief or allows a second supplement answers for it by name.
    answering = {"pay_at_counter", "grant_relief", "deny_relief", "allow_supplement"}
    assert named - answering - {"register", "ask_payment", "sign", "reopen"} <= {
        move.name for move in DOSSIER.moves if move.letter in TO_THE_APPLICANT
    }


def test_every_sentence_fills_its_places_and_begins_as_one() -> None:
    for name, tale in {**telling.TALES, "other": telling.OTHER}.items():
        sentence = tale.sentence() % {"who": "Nơi giải quyết", "to": "nơi khác", "label": "Bước"}
        assert sentence[0].isupper(), name
        assert sentence[-1] in ".:", name


def test_a_step_that_a_place_added_of_its_own_is_told_by_its_name() -> None:
    added = SimpleNamespace(
        step="processing.field", outcome="", receiving_body="", executing_body="", competent_body=""
    )
    assert standing.sentence(added, "Đo đạc thực địa") == "Hồ sơ đang ở bước “Đo đạc thực địa”."

    body = {
        "verb": "move", "move": "measured", "happened": "2026-11-23T02:00:00+00:00", "given": {}, "changes": {},
        "who": {"person": "x", "name": "Trần Văn Nam", "title": "Chuyên viên"},
    }  # fmt: skip
    told = telling.line(reading.Told(3, body, {}), DOSSIER)
    assert told.sentence == "Chuyên viên thực hiện bước “measured”."
