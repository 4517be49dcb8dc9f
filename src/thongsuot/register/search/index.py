"""The procedures of the register as an index in memory: tantivy finds candidates, their weights are kept beside it."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from django.db import connection

from thongsuot.register.procedures import ProcedureView
from thongsuot.register.search.spelling import Speller, marked, pairs, syllables
from thongsuot.register.search.wording import REPLACED, Asked, common

CANDIDATES = 80
HEAP = 32_000_000
_OPENING = re.compile(r"^\W*thủ tục( hành chính)?( về)?\s+", re.IGNORECASE)
_ASIDE = re.compile(r"[(;]")
# Of a long title, what follows its first words tells little of what it is about.
HEAD_SYLLABLES = 16
RESULT, FIELD = 0.45, 0.3


@dataclass(frozen=True)
class Document:
    """A version of a procedure with what ranking needs: its syllables and pairs by the place where they stand."""

    view: ProcedureView
    number: int
    words: dict[str, float]
    pairs: dict[str, float]
    marked: frozenset[str]
    head: frozenset[str]
    begins: frozenset[str]
    prior: float


class Index:
    """Every version of every procedure. Built once, never changed; thread-safe to read."""

    def __init__(self, views: Iterable[ProcedureView], results: Mapping[int, Sequence[str]]) -> None:
        """`results` are the names of what each version ends in, by the version's id."""
        self.documents = [_document(number, view, results.get(view.id, ())) for number, view in enumerate(views)]
        counts: Counter[str] = Counter()
        for one in self.documents:
            counts.update(one.words.keys())
            counts.update(one.pairs.keys())
        size = len(self.documents) + 1
        self.weights: dict[str, float] = {term: math.log(1 + size / count) for term, count in counts.items()}
        self.rarest = math.log(1 + size)
        self.speller = Speller(
            (word for one in self.documents for word in one.words),
            (pair for one in self.documents for pair in one.pairs),
        )
        self.heads = [sum(map(self.weight, one.head)) for one in self.documents]
        self._schema = _schema()
        self._index = self._filled()
        self._searcher = self._index.searcher()

    def weight(self, term: str) -> float:
        return self.weights.get(term, self.rarest)

    def _filled(self) -> tantivy.Index:
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=HEAP, num_threads=1)
        for one in self.documents:
            view = one.view
            writer.add_document(
                tantivy.Document(
                    number=one.number,
                    words=" ".join(one.words),
                    pairs=" ".join(pair.replace(" ", "_") for pair in one.pairs),
                    tier=view.tier,
                    field=view.field,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def candidates(self, asked: Asked, tier: int | None, field: str | None, most: int = CANDIDATES) -> list[Document]:
        """The documents that share most with what is asked, before ranking."""
        # What was said by habit brings thousands of candidates; it is asked for only when there is nothing else.
        least = min(REPLACED, max(asked.words.values(), default=0.0))
        words = [(word, weight) for word, weight in asked.words.items() if weight >= least and word in self.weights]
        some = [(tantivy.Occur.Should, self._term("words", word, weight)) for word, weight in words]
        some += [
            (tantivy.Occur.Should, self._term("pairs", pair.replace(" ", "_"), 2 * weight))
            for pair, weight in asked.pairs.items()
            if pair in self.weights
        ]
        if not some:
            return []
        must = [(tantivy.Occur.Must, tantivy.Query.boolean_query(some))]
        must += [(tantivy.Occur.Must, query) for query in self._filters(tier, field)]
        found = self._searcher.search(tantivy.Query.boolean_query(must), limit=most, count=False)
        numbers = self._searcher.fast_field_values("number", [address for _, address in found.hits])
        return [self.documents[int(number)] for number in numbers if number is not None]

    def _term(self, field: str, value: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, value, "freq"), weight)

    def _filters(self, tier: int | None, field: str | None) -> list[tantivy.Query]:
        wanted: Sequence[tuple[str, object]] = [("tier", tier), ("field", field)]
        return [
            tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, name, value), 0.0)
            for name, value in wanted
            if value is not None
        ]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=False, fast=True)
    builder.add_integer_field("tier", stored=False, indexed=True)
    builder.add_text_field("field", stored=False, tokenizer_name="raw")
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace")
    builder.add_text_field("pairs", stored=False, tokenizer_name="whitespace")
    return builder.build()


def result_names() -> dict[int, list[str]]:
    """What every version ends in, in one query: the definitions themselves stay unread."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, jsonb_path_query_array(definition, '$.cases[*].results[*].name')::text FROM register_procedure"
        )
        return {id: json.loads(names) for id, names in cursor.fetchall()}


def _document(number: int, view: ProcedureView, results: Sequence[str]) -> Document:
    title = _OPENING.sub("", view.title)
    said = syllables(title)
    words = dict.fromkeys(said, 1.0)
    joined = dict.fromkeys(pairs(said), 1.0)
    for text, weight in (*((name, RESULT) for name in dict.fromkeys(results)), (view.field, FIELD)):
        more = syllables(text)
        for word in more:
            words.setdefault(word, weight)
        for pair in pairs(more):
            joined.setdefault(pair, weight)
    return Document(
        view=view,
        number=number,
        words=words,
        pairs=joined,
        marked=frozenset(marked(title)),
        head=frozenset(_head(title)),
        begins=frozenset(pairs(said[:2])),
        prior=_prior(view),
    )


def _head(title: str) -> list[str]:
    """The syllables that say what it is about: before the first aside, and never more than sixteen."""
    start = syllables(_ASIDE.split(title, maxsplit=1)[0]) or syllables(title)
    return start[:HEAD_SYLLABLES]


def _prior(view: ProcedureView) -> float:
    """What most people mean when words do not decide: common ones, the commune's, the ministry's own."""
    nearness = {3: 0.04, 1: 0.02}.get(view.tier, 0.0)
    national = 0.03 if view.authority.startswith("bo.") else 0.0
    return nearness + national + 0.12 * common().get(view.code, 0.0)
