"""What an editor could settle in the site's glossary, from the articles of the project."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sitegen.build.glossary import read_glossary
from sitegen.config import Config
from sitegen.errors import ConfigError
from sitegen.files import walk_files
from sitegen.markdown.article import parse_article
from sitegen.markdown.convert_source import SourceRun, source_runs
from sitegen.markdown.located import NOWHERE
from sitegen.model import Article, Diagnostic
from sitegen.text.script.opinions import second_opinions
from sitegen.text.script.profiles import conversion
from sitegen.text.script.suggest import Passage, Suggestion, suggest

_EXTENSIONS: Final = (".md", ".markdown")
_VARIANTS: Final = {
    "s2t": "zh-Hant",
    "s2tw": "zh-Hant",
    "s2twp": "zh-Hant",
    "s2hk": "zh-Hant-HK",
    "s2hkp": "zh-Hant-HK",
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions for a site, and the articles that could not be read."""

    suggestions: tuple[Suggestion, ...]
    diagnostics: tuple[Diagnostic, ...]


def variant_of(profile: str) -> str:
    """Return the tag of the variant whose words *profile* writes, `zh-Hans` for those that lead to Simplified."""
    return _VARIANTS.get(profile, "zh-Hans")


def suggest_phrases(config: Config, profile: str) -> Suggested:
    """Return the phrases of the project's articles whose conversion by *profile* somebody should look at.

    Every engine that is installed is asked. Looked at are the articles that a build would convert so; what the site's
    glossary or the page's settles is left out. `ConfigError` if there is no content folder.
    """
    folder = config.folder(config.build.content)
    if not folder.is_dir():
        raise ConfigError(f"the content folder {config.build.content} does not exist")
    target = variant_of(profile)
    settled = set(read_glossary(config).get(target, {}))
    passages: list[Passage] = []
    faults: list[Diagnostic] = []
    for name, _ in walk_files(folder):
        if not name.endswith(_EXTENSIONS):
            continue
        path = f"{config.build.content}/{name}"
        data = (folder / name).read_bytes()
        article = parse_article(data, path, zone=config.site.zone, language=config.site.language)
        if not isinstance(article, Article):
            faults += article
            continue
        profiles = conversion(article.lang, target)
        if not profiles or profiles[0][:2] != profile[:2]:
            continue
        people = (*article.authors, article.editor, article.translator)
        text = data.decode("utf-8")
        runs = source_runs(text, path)
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        for run in runs:
            if isinstance(run, SourceRun):
                passages.append(_passage(run, path, lines, people))
            else:
                faults.append(run)
        settled |= set(article.glossary.get(target, {}))
    return Suggested(suggest(passages, profile, settled, second_opinions()), tuple(faults))


def _passage(found: SourceRun, path: str, source: str, people: Sequence[str]) -> Passage:
    lines: list[int] = []
    line, at = found.line, next((place for place in found.run.places if place != NOWHERE), 0)
    for place in found.run.places:
        if place > at:
            line += source.count("\n", at, place)
            at = place
        lines.append(line)
    return Passage(found.run.text, path, lines, people)
