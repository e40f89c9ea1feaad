"""Runs a template that anybody wrote: it reaches the session alone, and neither its time nor its size is boundless."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any, Final

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

MOST_SECONDS: Final = 10.0
MOST_TEXT: Final = 20_000_000
"""Characters that a template may write."""
_LONGEST_TEMPLATE: Final = 200_000
_LARGEST_PRODUCT: Final = 10_000

_FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "groupby", "int", "items", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort",
    "string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""Jinja's own; those that can make much of little are left out."""
_OF_TEXT: Final = frozenset(
    ("capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "rstrip", "split", "splitlines",
     "startswith", "strip", "title", "upper")
)  # fmt: skip


_WRONG: Final = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError, AttributeError)


class TemplateTrouble(ValueError):
    """What is wrong with a template, in one line that names its file and line."""


class _Code(CodeGenerator):
    """Jinja's compiler, but that `~` asks the environment, which looks how long the text gets."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write the code that joins texts."""
        self.write("environment.joined((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with everything taken away that a report has no need of.

    Args:
        finalize: makes what is printed safe; it gets every value and gives back `Markup`.
        filters: more of them by name.
        load: the source of a template by its name, and the name of its file; None: there is none.
    """

    code_generator_class = _Code
    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def __init__(
        self,
        finalize: Callable[[Any], Markup],
        filters: Mapping[str, Callable[..., Any]],
        load: Callable[[str], tuple[str, str, Callable[[], bool]] | None],
    ) -> None:
        self._written, self._finish = 0, finalize
        super().__init__(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            finalize=self._counted, loader=FunctionLoader(load),
        )  # fmt: skip
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"join": self._join} | dict(filters)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a text only what makes none longer."""
        return super().is_safe_attribute(obj, attr, value) and (not isinstance(obj, str) or attr in _OF_TEXT)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate, but nothing that grows without bounds."""
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"{operator} is not for templates: write a text by ~, a product by *")
        if operator == "*" and not all(isinstance(each, int | float) and abs(each) < 1e12 for each in (left, right)):
            size = (len(each) if hasattr(each, "__len__") else abs(each) for each in (left, right))
            first, second = size
            if first * second > _LARGEST_PRODUCT:
                raise SecurityError("a product is too large")
        if operator == "+" and hasattr(left, "__len__") and len(left) > MOST_TEXT // 10:
            raise SecurityError("a text is too long")
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Sequence[Any]) -> str:
        """What `~` makes of its parts: safe where one of them is, the others made so."""
        if any(isinstance(part, Markup) for part in parts):
            return self._bounded(Markup("").join(self._finish(part) for part in parts))
        return self._bounded("".join(map(str, parts)))

    def _join(self, parts: Sequence[Any], between: str = "", attribute: str = "") -> str:
        texts = [getattr(part, attribute) if attribute else part for part in parts]
        return self.joined([piece for n, text in enumerate(texts) for piece in ((between, text) if n else (text,))])

    def _bounded(self, text: str) -> str:
        if len(text) > MOST_TEXT // 10:
            raise SecurityError("a text is too long")
        return text

    def _counted(self, value: Any) -> Markup:
        made = self._finish(value)
        self.count(made)
        return made

    def count(self, text: str) -> None:
        """Count what is written."""
        self._written += len(text)
        if self._written > MOST_TEXT:
            raise SecurityError(f"it writes more than {MOST_TEXT // 1_000_000} million characters")


def run(env: Sandbox, name: str, file: str, values: Mapping[str, Any]) -> str:
    """Write a template of the sandbox.

    Args:
        env: the sandbox that knows it.
        name: of the template.
        file: how messages call it.
        values: its variables.

    Raises:
        TemplateTrouble: it is wrong, takes too long or writes too much.
    """
    try:
        template = env.get_template(name)
        return _within_time(lambda: _pieces(env, template, values), file)
    except TemplateSyntaxError as error:
        raise TemplateTrouble(f"{file}, line {error.lineno}: {_one_line(error)}") from None
    except _WRONG as error:
        line = _line_of(error, file)
        raise TemplateTrouble(f"{file}{f', line {line}' if line else ''}: {_one_line(error)}") from None


def check_size(source: str, file: str) -> None:
    """Raise `TemplateTrouble` where a template is longer than any form is."""
    if len(source) > _LONGEST_TEMPLATE:
        raise TemplateTrouble(f"{file}: is too long for a template: {_LONGEST_TEMPLATE:,} characters at most")


def _pieces(env: Sandbox, template: Template, values: Mapping[str, Any]) -> str:
    pieces = []
    for piece in template.generate(**values):
        env.count(piece)
        pieces.append(piece)
    return "".join(pieces)


def _within_time(write: Callable[[], str], file: str) -> str:
    """Let it write, and look at the clock on each line of the template: a loop may never come to its end."""
    deadline = time.monotonic() + MOST_SECONDS

    def on_line(_frame: FrameType, _event: str, _arg: Any) -> Any:
        if time.monotonic() > deadline:
            raise SecurityError(f"it takes longer than {MOST_SECONDS:g} seconds")
        return on_line

    def on_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return on_line if frame.f_code.co_filename == file else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        return write()
    finally:
        sys.settrace(before)


def _line_of(error: BaseException, file: str) -> int | None:
    line, at = None, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == file:
            line = at.tb_lineno
        at = at.tb_next
    return line


def _one_line(error: BaseException) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return f"{said[:200]}: see docs/templates.md"
