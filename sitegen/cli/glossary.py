"""The commands about the site's glossary: glossary suggest."""

import json
from typing import TYPE_CHECKING, Final

import click

from sitegen.cli.console import State, put_json, say, say_diagnostics

if TYPE_CHECKING:
    from sitegen.text.script.suggest import Suggestion

_PROFILES: Final = ("s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "tw2s", "tw2sp", "hk2s", "hk2sp")


@click.group()
def glossary() -> None:
    """Find out what the site's glossary should settle."""


@glossary.command("suggest")
@click.option("--profile", type=click.Choice(_PROFILES), metavar="NAME", default="s2tw", show_default=True,
              help=f"The conversion to look at: one of {', '.join(_PROFILES)}.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="How many phrases are shown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a phrase.")
@click.option("--toml", "as_toml", is_flag=True, help="Print lines for glossary.toml, to be corrected and kept.")
@click.pass_obj
def suggest_(state: State, profile: str, limit: int, as_json: bool, as_toml: bool) -> None:
    """Show phrases of the articles whose conversion is left to chance or to taste, the most urgent first.

    Converters read them differently; or the profile for words has another word; or they hold a character that has
    several forms in the other script (发 后 干 里 面 系 …), and no phrase of the dictionaries says which. What the
    glossaries and rules of our own settle already is left out.
    """
    from sitegen.build.suggestions import suggest_phrases, variant_of

    found = suggest_phrases(state.config(), profile)
    say_diagnostics(found.diagnostics)
    shown = found.suggestions[:limit]
    if as_toml:
        click.echo(f"[{variant_of(profile)}]")
        for item in shown:
            if item.phrase == item.character:
                continue  # it would settle the character everywhere
            note = f"{item.count}×, {_alternatives(item)}"
            click.echo(f"{_quoted(item.phrase)} = {_quoted(item.chosen)}  # {note}")
    for item in () if as_toml else shown:
        if as_json:
            put_json(_row(item))
        else:
            _show(item)
    say(f"{len(found.suggestions)} phrases, {len(shown)} shown")


def _quoted(text: str) -> str:
    # A text in JSON is one in TOML too.
    return json.dumps(text, ensure_ascii=False)


def _row(item: "Suggestion") -> dict[str, object]:
    places = [{"path": o.path, "line": o.line, "before": o.before, "after": o.after} for o in item.occurrences]
    return {
        "kind": item.kind.value,
        "phrase": item.phrase,
        "character": item.character,
        "candidates": list(item.candidates),
        "chosen": item.chosen,
        "opinions": {opinion.by: opinion.text for opinion in item.opinions},
        "count": item.count,
        "occurrences": places,
    }


def _alternatives(item: "Suggestion") -> str:
    if item.opinions:
        return ", ".join(f"by {opinion.by} {opinion.text}" for opinion in item.opinions)
    return f"{item.character}: {' '.join(item.candidates)}"


def _show(item: "Suggestion") -> None:
    click.echo(f"{item.count:4}  {item.phrase} → {item.chosen}   {_alternatives(item)}")
    for place in item.occurrences:
        click.echo(f"      {place.path}:{place.line}: …{place.before}[{item.character}]{place.after}…")
