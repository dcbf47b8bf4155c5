"""Templates: compiled once, closed, and named in errors by file and line. The only importer of jinja2."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from sitegen.digest import Digest, digest_value
from sitegen.errors import ContentError
from sitegen.site.compiling import FastEnvironment
from sitegen.site.sources import TemplateSource
from sitegen.site.views import Site, View

Kind = TypeVar("Kind", bound=Environment)


class TemplateFault(ContentError):
    """A template is wrong; the message begins with its file and line."""


class TemplateSet:
    """All templates of a build, by name. Values in, text out; nothing else is reachable from inside."""

    def __init__(self, sources: Mapping[str, TemplateSource], sites: Iterable[Site] = ()) -> None:
        """Take *sites* that many pages have in common, the very same values: for those pages templates are faster."""
        self.sources = MappingProxyType(dict(sources))
        self._sites = tuple(sites)

    @cached_property
    def _environment(self) -> Environment:
        return self._made(Environment)

    @cached_property
    def _fast(self) -> FastEnvironment:
        return self._made(FastEnvironment)

    @cached_property
    def _settled(self) -> Mapping[int, FastEnvironment]:
        """Environments by the identity of the site that they know."""
        made = {id(site): self._made(FastEnvironment) for site in self._sites}
        for site in self._sites:
            made[id(site)].site = site
        return made

    def _quick(self, view: View) -> FastEnvironment:
        return self._settled.get(id(getattr(view, "site", None)), self._fast)

    @cached_property
    def _slow(self) -> set[str]:
        """Templates that only Jinja2's own code can run."""
        return set()

    def _made(self, kind: type[Kind]) -> Kind:
        return kind(
            autoescape=True,
            undefined=StrictUndefined,
            loader=FunctionLoader(self._load),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self.sources.get(name)
        return (source.text, source.path, None) if source else None

    @cached_property
    def _closures(self) -> dict[str, Digest]:
        return {}

    @cached_property
    def _references(self) -> dict[str, tuple[str, ...]]:
        return {}

    def closure(self, name: str) -> Digest:
        """Return the digest of the template *name* and of all that it extends, includes or imports.

        `TemplateFault` for one that is missing or broken, and for a name that is computed: what such a page is made of
        could not be known.
        """
        if name not in self._closures:
            found: dict[str, str] = {}
            self._gather(name, found, asker="")
            self._closures[name] = digest_value(found)
        return self._closures[name]

    def _gather(self, name: str, found: dict[str, str], asker: str) -> None:
        if name in found:
            return
        if name not in self.sources:
            hint = "`sitegen theme eject` shows the names"
            raise TemplateFault(f"{asker}template {name!r} does not exist", hint=hint)
        source = self.sources[name]
        found[name] = source.text
        for referred in self._referred(name):
            self._gather(referred, found, asker=f"{source.path}:{_line_of(referred, source.text)}: ")

    def _referred(self, name: str) -> tuple[str, ...]:
        """Return the templates that *name* itself names."""
        if name not in self._references:
            source = self.sources[name]
            try:
                tree = self._environment.parse(source.text, filename=source.path)
            except TemplateSyntaxError as error:
                raise TemplateFault(f"{source.path}:{error.lineno}: {error.message}") from error
            referred = list(find_referenced_templates(tree))
            named = [name for name in referred if name is not None]
            if len(named) < len(referred):
                message = f"{source.path}:{_computed_line(source.text)}: the name of a template is computed"
                raise TemplateFault(message, hint="write the name out; use {% if %} to choose between templates")
            self._references[name] = tuple(named)
        return self._references[name]

    def render(self, name: str, view: View) -> str:
        """Return the page that the template *name* makes of *view*; `TemplateFault` with file and line if it fails."""
        if name not in self._slow:
            # Whatever goes wrong here goes right below, or is told there with its place.
            with suppress(Exception):
                return self._quick(view).get_template(name).render(view=view)
        try:
            text = self._environment.get_template(name).render(view=view)
        except TemplateNotFound as error:
            raise TemplateFault(f"template {error.name!r} does not exist") from error
        except TemplateSyntaxError as error:
            raise TemplateFault(f"{error.filename}:{error.lineno}: {error.message}") from error
        except RecursionError as error:
            raise TemplateFault(f"{self._place(error, name)}: the template includes itself") from error
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise TemplateFault(f"{self._place(error, name)}: {error}") from error
        self._slow.add(name)
        return text

    def prepare(self, names: Collection[str]) -> None:
        """Compile the templates *names*, so that processes that are forked off later need not; faults wait."""
        for environment in self._settled.values() or (self._fast,):
            for name in names:
                with suppress(Exception):
                    environment.get_template(name)

    def _place(self, error: BaseException, name: str) -> str:
        """Return `file:line` of the innermost template in the traceback."""
        paths = {source.path for source in self.sources.values()}
        place, trace = self.sources[name].path, error.__traceback__
        while trace:
            if (file := trace.tb_frame.f_code.co_filename) in paths:
                place = f"{file}:{trace.tb_lineno}"
            trace = trace.tb_next
        return place


def _line_of(name: str, text: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if name in line), 1)


def _computed_line(text: str) -> int:
    """Return the line of the first tag that names a template without quotation marks."""
    for number, line in enumerate(text.splitlines(), 1):
        for word in ("extends", "include", "import", "from"):
            after = line.partition(f"{{% {word} ")[2].lstrip()
            if after and after[0] not in "\"'":
                return number
    return 1
