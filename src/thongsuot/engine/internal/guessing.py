"""What a row of an office's table stands for: which state, which role. A guess is said to be one."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.engine.internal.definition import Path
from thongsuot.engine.process import At, Role
from thongsuot.register.folding import fold

# The first that is found in who does it, as offices write it.
_ROLES: tuple[tuple[tuple[str, ...], Role], ...] = (
    (("mot cua", "tiep nhan va tra", "trung tam phuc vu", "ttpvhcc", "ttphcc", "tn&tkq", "tn va tkq",
      "can bo tiep nhan", "nhan vien tiep nhan", "quay"), Role("intake", At.RECEIVING)),
    (("van thu", "bo phan hanh chinh"), Role("clerk", At.COMPETENT)),
    (("chu tich", "lanh dao uy ban", "lanh dao ubnd", "lanh dao ub", "giam doc", "lanh dao so", "thu truong"),
     Role("chair", At.COMPETENT)),
    (("truong phong", "pho phong", "lanh dao phong", "lanh dao van phong", "lanh dao don vi", "phu trach phong",
      "chanh van phong"), Role("head", At.EXECUTING)),
    (("chuyen vien", "cong chuc", "can bo", "vien chuc", "phong ", "to truong", "bo phan"),
     Role("specialist", At.EXECUTING)),
)  # fmt: skip
WHO, WHAT = 2, 3


def role(unit: str) -> Role | None:
    """The role that the words for who does it name."""
    said = f"{fold(unit)} "
    return next((found for words, found in _ROLES if any(word in said for word in words)), None)


def states(rows: Sequence[tuple[str, str]], path: Path, holders: dict[str, str]) -> list[tuple[str, bool]]:
    """For each row (who, what) the state that it stands on, and whether anything said so.

    The rows keep their order: of all ways to lay them along the main way, the one that most words speak for.
    `holders` is the role by which each state is held in the kind's own table.
    """
    scores = [[_score(who, what, key, path, holders) for key in path.states] for who, what in rows]
    best: list[list[float]] = []
    came: list[list[int]] = []
    for row, own in enumerate(scores):
        best.append([])
        came.append([])
        top, at = 0.0, 0
        for place, score in enumerate(own):
            if row and (place == 0 or best[row - 1][place] > top):
                top, at = best[row - 1][place], place
            # Of two equal ways, the earlier states: a row that says nothing stays where the one before it stood.
            best[row].append((top if row else 0.0) + score - place * 1e-6)
            came[row].append(at)
    chosen = _back(best, came)
    return [(path.states[place], scores[row][place] > 0) for row, place in enumerate(chosen)]


def _back(best: list[list[float]], came: list[list[int]]) -> list[int]:
    if not best:
        return []
    place = max(range(len(best[-1])), key=lambda one: best[-1][one])
    chosen = [place]
    for row in range(len(best) - 1, 0, -1):
        place = came[row][place]
        chosen.append(place)
    return chosen[::-1]


def _score(who: str, what: str, key: str, path: Path, holders: dict[str, str]) -> float:
    said, by = fold(what), fold(who)
    hints = path.hints.get(key, ())
    # What a row begins with is what is done; the rest says to what.
    score = float(sum(WHAT * (3 if said.startswith(hint) else 1) for hint in hints if hint in said))
    score += sum(1 for hint in hints if hint in by)
    found = role(who)
    if found is not None and holders.get(key) == found.name:
        score += WHO
    return score
