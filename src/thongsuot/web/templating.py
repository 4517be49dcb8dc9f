"""Templates that cost less and say the same: how Jinja writes the Python of a page."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup, escape

# Globals that ask nothing of the page around them. No page's context has a value of these names.
DIRECT = frozenset({"_", "url", "static"})
_signs = re.compile(r"""[&<>'"]""").search


def shown(value: Any) -> Any:
    """The value as markup. Most values are plain text without any sign to escape: they are not wrapped."""
    kind = type(value)
    if kind is Markup or (kind is str and _signs(value) is None):
        return value
    return escape(value)


class Whole:
    """Stands where a macro's list of pieces would: what is given at once comes out as one piece."""

    append = staticmethod(lambda piece: piece)
    extend = staticmethod("".join)


class Code(CodeGenerator):
    """Jinja's own, with three things said shorter: what a page shows, that it shows several things in a row, and calls
    of globals that need no context."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's
        if frame.buffer is None and len(node.nodes) > 1:
            frame = frame.copy()
            frame.buffer = "yield environment.whole"
        super().visit_Output(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if not _direct(node, frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.globals[{node.node.name!r}](")  # type: ignore[attr-defined]
        for arg in node.args:
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")


def _direct(node: nodes.Call, frame: Frame) -> bool:
    """Whether it calls one of those globals, plainly, and no name of the template's own stands before it."""
    if not isinstance(node.node, nodes.Name) or node.node.name not in DIRECT:
        return False
    if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
        return False
    load = frame.symbols.find_load(frame.symbols.ref(node.node.name))
    return load is not None and load[0] == VAR_LOAD_RESOLVE


class Pages(Environment):
    """The environment of all pages."""

    code_generator_class = Code
    shown = staticmethod(shown)
    whole = Whole


# Compiled templates are kept by this name: one that another generator wrote is not taken for ours.
KEPT_AS = "__pages_1_%s.cache"
