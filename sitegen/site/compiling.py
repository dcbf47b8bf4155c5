"""Templates made into faster code than Jinja2 makes by itself, for pages that are well.

Three things are taken for granted that hold for nearly every page: that an included template may as well stand in the
place of its name, that an attribute is there, and that most texts have nothing to escape. Where one does not hold, an
exception ends the page, and Jinja2's own code makes it again: it decides what is right, and which line is to blame.
"""

import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any, Final

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS
from jinja2.visitor import NodeTransformer

from sitegen.model import Html
from sitegen.site import views
from sitegen.site.settling import is_bound, settled
from sitegen.site.views import Site

_CLOSED: Final = (nodes.Block, nodes.Extends, nodes.Macro, nodes.Import, nodes.FromImport, nodes.CallBlock)
"""What makes a template more than a piece of another."""
_METHODS: Final = frozenset(dir(MappingProxyType))
_escape: Final = FILTERS["escape"]
_special: Final = re.compile("[&<>\"']").search


def _mappings() -> frozenset[str]:
    """Return the names of the fields of views that are tables: templates read `words.tags` for `words["tags"]`."""
    kinds = [kind for kind in vars(views).values() if isinstance(kind, type) and is_dataclass(kind)]
    return frozenset(
        field.name for kind in kinds for field in fields(kind) if str(field.type).startswith("collections.abc.Mapping[")
    )


_TABLES: Final = _mappings()


def _escaped(text: str) -> str:
    return text if _special(text) is None else str(_escape(text))


escaped: Final[Callable[[str], str]] = getattr(markupsafe, "_escape_inner", _escaped)
"""Escapes a text. What the library's own function calls for it, if it has that: the rest makes an object of a text."""


def written(value: object) -> str:
    """Return *value*, which is no plain text, as it stands in a page: escaped unless it is markup."""
    return value if value.__class__ is Html else str(_escape(value))


class _Inliner(NodeTransformer):
    """Puts included templates in the place of their names."""

    def __init__(self, environment: Environment, within: tuple[str, ...] = ()) -> None:
        self._environment, self._within = environment, within

    def visit_Include(self, node: nodes.Include) -> nodes.Node | list[nodes.Node]:  # noqa: N802 (as Jinja2 names it)
        if not isinstance(node.template, nodes.Const) or not node.with_context or node.ignore_missing:
            return node
        name = node.template.value
        if not isinstance(name, str) or name in self._within or self._environment.loader is None:
            return node
        text, path, _ = self._environment.loader.get_source(self._environment, name)
        tree = self._environment.parse(text, name, path)
        if any(tree.find(kind) is not None for kind in _CLOSED):
            return node
        body: list[nodes.Node] = _Inliner(self._environment, (*self._within, name)).visit(tree).body
        return nodes.Scope(body, lineno=node.lineno) if is_bound(body) else body


class _FastGenerator(CodeGenerator):
    _begins = False
    """Whether what is written next is the body of a function that makes a page or a block of one."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escaped, written = environment.escaped, environment.written")
        self.writeline("out = []")
        self._begins = True

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        # A list takes a piece in a fraction of the time in which Jinja2 would send it through all templates around it.
        is_whole, self._begins = self._begins, False
        if is_whole:
            frame.buffer = "out"
        super().blockvisit(_joined(nodes), frame)
        if is_whole:
            self.writeline("yield concat(out)")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if not node.attr.isidentifier() or keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        owner = node.node.attr if isinstance(node.node, nodes.Getattr) else getattr(node.node, "name", "")
        if isinstance(node.node, nodes.Name) and node.node.ctx == "load":
            self.write(frame.symbols.ref(node.node.name))  # what is missing has no attributes either
        else:
            self.visit(node.node, frame)
        is_key = owner in _TABLES and node.attr not in _METHODS
        self.write(f"[{node.attr!r}]" if is_key else f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if _is_usual(frame, finalize):
            self.write("(escaped(printed) if (printed := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if _is_usual(frame, finalize):
            self.write(").__class__ is str else written(printed))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_usual(frame: Frame, finalize: Any) -> bool:  # noqa: ANN401 (as above)
    return not frame.eval_ctx.volatile and frame.eval_ctx.autoescape is True and finalize.src is None


def _joined(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield the parts of *body*; what is printed side by side as one."""
    printed: list[nodes.Expr] = []
    for part in body:
        if isinstance(part, nodes.Output):
            printed += part.nodes
            continue
        if printed:
            yield nodes.Output(printed, lineno=printed[0].lineno)
            printed = []
        yield part
    if printed:
        yield nodes.Output(printed, lineno=printed[0].lineno)


class FastEnvironment(Environment):
    """Compiles templates for pages that are well."""

    site: Site | None = None
    """What all pages of it share, if it is for some only."""

    code_generator_class = _FastGenerator
    escaped = staticmethod(escaped)
    written = staticmethod(written)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 (as Jinja2 has it)
        tree = _Inliner(self).visit(source)
        return super()._generate(settled(tree, self, self.site) if self.site else tree, *args, **kwargs)
