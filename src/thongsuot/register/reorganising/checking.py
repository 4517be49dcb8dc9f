"""Whether a plan can be carried out at all: every fault of it in a sentence, before any dossier is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from thongsuot.register import bodies, communes
from thongsuot.register.models import Post
from thongsuot.register.reorganising.expanding import Foreseen, day_before
from thongsuot.register.reorganising.models import Reorganisation
from thongsuot.register.reorganising.plan import Heir, Plan, from_json

UNDER_WAY = ("checked", "approved", "running")


def faults(foreseen: Foreseen, today: date, act: UUID | None = None) -> list[str]:
    """What is wrong with a plan; empty when it may be approved. `act` is its own id, once it has one."""
    plan = foreseen.given
    return [
        *_days(plan, today),
        *_units(plan),
        *_bodies(foreseen),
        *_heirs(foreseen),
        *_posts(foreseen),
        *_others(foreseen, act),
    ]


def _days(plan: Plan, today: date) -> Iterator[str]:
    if plan.effective_on < today and not plan.reason:
        yield (
            f"Ngày hiệu lực {plan.effective_on:%d/%m/%Y} đã qua. Ghi lý do thực hiện muộn vào phương án"
            " (mục reason), hoặc sửa ngày."
        )
    if plan.issued_on > plan.effective_on and not plan.reason:
        yield "Văn bản ban hành sau ngày hiệu lực. Ghi lý do vào phương án (mục reason)."


def _units(plan: Plan) -> Iterator[str]:
    day = day_before(plan)
    taken = Counter(code for unit in plan.units for code in unit.whole_of)
    for code in plan.old_units:
        if communes.commune(code, day) is None:
            yield f"Không có xã, phường, đặc khu mang mã {code} vào ngày {day:%d/%m/%Y}."
    for code, times in taken.items():
        if times > 1 or any(code in unit.part_of for unit in plan.units):
            yield f"Đơn vị {code} được nhập trọn vào nơi này và vào nơi khác nữa."
    for unit in plan.units:
        stands = communes.commune(unit.code, day) is not None
        if stands and unit.code not in (*unit.whole_of, *unit.part_of):
            yield f"Mã {unit.code} đang là mã của đơn vị khác, không dùng cho {unit.name} được."
        if not (len(unit.code) == 5 and unit.code.isascii() and unit.code.isdigit()):
            yield f"Mã đơn vị “{unit.code}” phải gồm 5 chữ số."
        if not communes.province_name(unit.province_code, day):
            yield f"Không có tỉnh, thành phố mang mã {unit.province_code}."
    yield from _twice(Counter(unit.code for unit in plan.units), "Đơn vị mới {} có hai dòng.")


def _twice(counted: Counter[str], sentence: str) -> Iterator[str]:
    yield from (sentence.format(name) for name, times in counted.items() if times > 1)


def _bodies(foreseen: Foreseen) -> Iterator[str]:
    plan = foreseen.given
    for body in plan.bodies:
        if bodies.body(body.key) is not None:
            yield f"Khóa {body.key} đã có cơ quan mang. Chọn khóa khác cho {body.name}."
        for other in (body.parent, body.house):
            if other and other != body.key and foreseen.known(other) is None:
                yield f"{body.name}: không có cơ quan {other}."
    yield from _twice(Counter(body.key for body in plan.bodies), "Cơ quan mới {} có hai dòng.")
    for one in plan.renames:
        if bodies.body(one.key) is None:
            yield f"Không có cơ quan mang khóa {one.key} để đổi tên."


def _heirs(foreseen: Foreseen) -> Iterator[str]:
    day = day_before(foreseen.given)
    rests: dict[str, set[str]] = {}
    for heir in foreseen.plan.heirs:
        view = bodies.body(heir.old)
        if view is None or not view.stands_on(day):
            yield f"Không có cơ quan {heir.old} vào ngày {day:%d/%m/%Y}."
        if foreseen.known(heir.new) is None:
            yield f"Không có cơ quan nhận {heir.new} từ ngày {foreseen.given.effective_on:%d/%m/%Y}."
        if heir.remainder:
            rests.setdefault(heir.old, set()).add(heir.new)
    for old, found in rests.items():
        if len(found) > 1:
            yield f"Phần còn lại của {old} được giao cho {len(found)} cơ quan: {', '.join(sorted(found))}."
    yield from _same_codes(foreseen.given.heirs)


def _same_codes(heirs: tuple[Heir, ...]) -> Iterator[str]:
    named: dict[tuple[str, str], set[str]] = {}
    for heir in heirs:
        for code in heir.codes:
            named.setdefault((heir.old, code), set()).add(heir.new)
    yield from (f"Hồ sơ {code} được giao cho hai cơ quan." for (_, code), found in named.items() if len(found) > 1)


def _posts(foreseen: Foreseen) -> Iterator[str]:
    moves = {one.post: one.new for one in foreseen.given.posts}
    if not moves:
        return
    found = {str(id): body for id, body in Post.objects.filter(pk__in=_ids(moves)).values_list("id", "body_id")}
    for post, new in moves.items():
        if found.get(post) not in foreseen.inheritance.rows:
            yield f"Vị trí {post} không thuộc cơ quan nào thay đổi."
        if foreseen.known(new) is None:
            yield f"Không có cơ quan nhận vị trí: {new}."


def _ids(moves: dict[str, str]) -> list[str]:
    found = []
    for one in moves:
        try:
            found.append(str(UUID(one)))
        except ValueError:
            continue
    return found


def _others(foreseen: Foreseen, act: UUID | None) -> Iterator[str]:
    """Another act under way over the same bodies: two at once would each move what the other has moved."""
    ours = set(foreseen.inheritance.rows) | {heir.new for heir in foreseen.plan.heirs}
    for other in Reorganisation.objects.filter(state__in=UNDER_WAY):
        if other.pk == act:
            continue
        theirs = Foreseen(from_json(other.plan))
        shared = ours & ({heir.old for heir in theirs.plan.heirs} | {heir.new for heir in theirs.plan.heirs})
        units = set(foreseen.given.old_units) & set(theirs.given.old_units)
        if shared or units:
            named = ", ".join(sorted([*shared, *units])[:5])
            yield f"Phương án “{other.title}” đang thực hiện cũng thay đổi {named}. Làm xong phương án đó trước."
