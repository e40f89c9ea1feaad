"""Run untrusted templates: they can read the session only, and their time and output are limited."""

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
"""The most characters that a template may write."""
_LONGEST_TEMPLATE: Final = 200_000
_LARGEST_PRODUCT: Final = 10_000

_FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "groupby", "int", "items", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort",
    "string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""The filters of Jinja that are allowed; those that multiply a text are not among them."""
_OF_TEXT: Final = frozenset(
    ("capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "rstrip", "split", "splitlines",
     "startswith", "strip", "title", "upper")
)  # fmt: skip


_WRONG: Final = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError, AttributeError)


class TemplateFailed(ValueError):
    """What is wrong with a template; one line with its file and line."""


class _Code(CodeGenerator):
    """Jinja's compiler, changed so that `~` calls the environment, which limits the length of the text."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write the code for `~`."""
        self.write("environment.joined((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment without everything that a report does not need.

    Args:
        finalize: called with every value that is printed; returns it escaped, as `Markup`.
        filters: additional filters by name.
        load: returns source, file and an up-to-date check of a template by its name; None: there is no such template.
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
        """Allow only those methods of a text that do not make it longer."""
        return super().is_safe_attribute(obj, attr, value) and (not isinstance(obj, str) or attr in _OF_TEXT)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute an operator, but refuse results that are too large."""
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
        """Join the operands of `~`; if one of them is escaped, the others are escaped, too."""
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
        """Add a text to the output's length; raise where that exceeds the limit."""
        self._written += len(text)
        if self._written > MOST_TEXT:
            raise SecurityError(f"it writes more than {MOST_TEXT // 1_000_000} million characters")


def run(env: Sandbox, name: str, file: str, values: Mapping[str, Any]) -> str:
    """Run a template, and return its output.

    Args:
        env: the sandbox that can load it.
        name: the template's name.
        file: its file, for messages.
        values: its variables.

    Raises:
        TemplateFailed: it is wrong, takes too long or writes too much.
    """
    try:
        template = env.get_template(name)
        return _within_time(lambda: _pieces(env, template, values), file)
    except TemplateSyntaxError as error:
        raise TemplateFailed(f"{file}, line {error.lineno}: {_one_line(error)}") from None
    except _WRONG as error:
        line = _line_of(error, file)
        raise TemplateFailed(f"{file}{f', line {line}' if line else ''}: {_one_line(error)}") from None


def check_size(source: str, file: str) -> None:
    """Raise `TemplateFailed` where a template's source is too long."""
    if len(source) > _LONGEST_TEMPLATE:
        raise TemplateFailed(f"{file}: is too long for a template: {_LONGEST_TEMPLATE:,} characters at most")


def _pieces(env: Sandbox, template: Template, values: Mapping[str, Any]) -> str:
    pieces = []
    for piece in template.generate(**values):
        env.count(piece)
        pieces.append(piece)
    return "".join(pieces)


def _within_time(write: Callable[[], str], file: str) -> str:
    """Run a template with a time limit, checked on each of its lines, as a loop may not end."""
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
