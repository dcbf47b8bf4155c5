"""What is the same on many pages, written out in their templates: menu, words and footer are made once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Final

from jinja2 import Environment, Undefined, nodes
from jinja2.visitor import NodeTransformer

from sitegen.site.views import Site

_OPEN: Final = object()
"""In the place of a value that is known only when a page is made."""
_ROOT: Final = "view"
_PLAIN: Final = (str, int, bool, type(None))
_BOUND: Final[tuple[type[nodes.Node], ...]] = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.CallBlock,
    nodes.Import,
    nodes.FromImport,
    nodes.Block,
    nodes.Include,
)
"""What gives names to others or sees those around it, so that it cannot be repeated or taken out of its place."""
_MANY: Final = 100


def settled(tree: nodes.Template, environment: Environment, site: Site) -> nodes.Template:
    """Return *tree* for pages whose `view.site` is *site*, with all of it that is text or decides something worked out.

    What is not fully understood stays as it is.
    """
    if any(name.ctx != "load" for name in tree.find_all(nodes.Name) if name.name == _ROOT):
        return tree
    found = _Settler(environment, site).visit(tree)
    return found if isinstance(found, nodes.Template) else tree


class _Settler(NodeTransformer):
    def __init__(self, environment: Environment, site: Site) -> None:
        self._environment, self._site = environment, site
        self._known: dict[str, object] = {}

    def _value(self, node: nodes.Node) -> object:
        match node:
            case nodes.Name(name=name, ctx="load"):
                return self._known.get(name, _OPEN)
            case nodes.Getattr(node=nodes.Name(name=name), attr="site") if name == _ROOT:
                return self._site
            case nodes.Getattr(node=owner, attr=attribute):
                return self._part(owner, lambda value: self._environment.getattr(value, attribute))
            case nodes.Getitem(node=owner, arg=nodes.Const(value=key)):
                return self._part(owner, lambda value: self._environment.getitem(value, key))
            case nodes.Const(value=value):
                return value
            case _:
                return _OPEN

    def _part(self, owner: nodes.Node, part: Callable[[object], object]) -> object:
        value = self._value(owner)
        found = _OPEN if value is _OPEN else part(value)
        return _OPEN if isinstance(found, Undefined) else found

    def _expression(self, node: nodes.Expr) -> nodes.Node:
        value = self._value(node)
        if type(value) in _PLAIN:
            return nodes.Const(value, lineno=node.lineno)
        self.generic_visit(node)
        return node

    visit_Name = visit_Getattr = visit_Getitem = _expression  # noqa: N815 (as Jinja2 names them)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        arms: list[nodes.If] = []
        rest = node.else_
        for arm in (node, *node.elif_):
            value = self._value(arm.test)
            if value is _OPEN:
                arms.append(nodes.If(self.visit(arm.test), self._each(arm.body), [], [], lineno=arm.lineno))
            elif value:
                rest = arm.body
                break
        rest = self._each(rest)
        if not arms:
            return rest
        first, *others = arms
        first.elif_, first.else_ = others, rest
        return first

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        items = self._value(node.iter)
        if isinstance(items, tuple) and len(items) <= _MANY and isinstance(node.target, nodes.Name):
            name = node.target.name
            if not items:
                return self._each(node.else_)
            if not (node.test or node.recursive or _has_names(node.body, ("loop",)) or is_bound(node.body)):
                bodies = [self._with({name: item}, self._copy(node.body)) for item in items]
                if not any(_has_names(body, (name,)) for body in bodies):
                    return [part for body in bodies for part in body]
        return self._scope(node, [name.name for name in node.find_all(nodes.Name) if name.ctx == "store"])

    def visit_With(self, node: nodes.With) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        names = [target.name for target in node.targets if isinstance(target, nodes.Name)]
        if len(names) < len(node.targets) or is_bound(node.body):
            return self._scope(node, [name.name for name in node.find_all(nodes.Name) if name.ctx != "load"])
        values = [self._value(value) for value in node.values]
        node.values = [self.visit(value) for value in node.values]
        node.body = self._with(dict(zip(names, values, strict=True)), node.body)
        kept = [place for place, name in enumerate(names) if _has_names(node.body, (name,))]
        node.targets, node.values = [node.targets[n] for n in kept], [node.values[n] for n in kept]
        return node if kept else node.body

    def visit_Scope(self, node: nodes.Scope) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        self.generic_visit(node)
        return node if is_bound(node.body) else node.body

    def _apart(self, node: nodes.Node) -> nodes.Node:
        return self._scope(node, tuple(self._known))

    visit_Block = visit_Macro = visit_CallBlock = _apart  # noqa: N815 (as above)

    def _copy(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return deepcopy(body, {id(self._environment): self._environment})

    def _scope(self, node: nodes.Node, names: Iterable[str]) -> nodes.Node:
        """Visit what gives other values to *names*."""
        before, self._known = self._known, {name: value for name, value in self._known.items() if name not in names}
        self.generic_visit(node)
        self._known = before
        return node

    def _with(self, values: dict[str, object], body: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return *body* where names have *values*."""
        before, self._known = self._known, {**self._known, **values}
        found = self._each(body)
        self._known = before
        return found

    def _each(self, body: Sequence[nodes.Node]) -> list[nodes.Node]:
        return list(_flat(self.visit(part) for part in body))


def _flat(found: Iterable[nodes.Node | list[nodes.Node]]) -> Iterator[nodes.Node]:
    for part in found:
        if isinstance(part, nodes.Node):
            yield part
        else:
            yield from part


def _has_names(body: Iterable[nodes.Node], names: Sequence[str]) -> bool:
    within = (name for part in body for name in (part, *part.find_all(nodes.Name)) if isinstance(name, nodes.Name))
    return any(name.name in names for name in within)


def is_bound(body: Iterable[nodes.Node]) -> bool:
    """Say whether anything in *body* hangs on the names around it, or gives some to what follows."""
    return any(isinstance(part, _BOUND) or part.find(_BOUND) is not None for part in body)  # type: ignore[arg-type]
