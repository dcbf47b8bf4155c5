"""The commands about projects and themes: new, theme eject."""

import json
from pathlib import Path

import click

from sitegen.cli.console import State, say
from sitegen.config import suggest
from sitegen.errors import ConfigError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="我的文库", show_default=True, help="The title of the site.")
def new(folder: Path, title: str) -> None:
    """Start a project in FOLDER: a configuration, an article, a page, and a raw page to import."""
    from sitegen import resources
    from sitegen.files import walk_files, write_atomic

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder}: is there already and not empty", hint="choose another name")
    starter = resources.starter()
    for name, _ in walk_files(starter):
        data = (starter / name).read_bytes()
        if name == "sitegen.toml":
            # A text in JSON is one in TOML too.
            data = data.decode().replace('"{title}"', json.dumps(title, ensure_ascii=False)).encode()
        write_atomic(folder / name, data)
    write_atomic(folder / ".gitignore", b".sitegen/\npublic/\n")
    say(f"{folder} is ready. Next: cd {folder} && sitegen import raw && sitegen build && sitegen serve")


@click.group()
def theme() -> None:
    """Look at the theme and change it."""


@theme.command()
@click.argument("file", required=False)
@click.pass_obj
def eject(state: State, file: str | None) -> None:
    """Copy one FILE of the bundled theme (such as article.html or style.css) into the project, to change it there.

    Without FILE the names are listed. To change only a part of a page, extend the bundled one instead:
    {% extends "theme/article.html" %}.
    """
    from sitegen import resources
    from sitegen.files import walk_files, write_atomic

    bundled = {
        name: (kind, resources.theme() / kind / name)
        for kind in ("templates", "static")
        for name, _ in walk_files(resources.theme() / kind)
    }
    if file is None:
        for name in sorted(bundled):
            click.echo(name)
        return
    if file not in bundled:
        raise ConfigError(f"the bundled theme has no {file}", hint=suggest(file, sorted(bundled)))
    config = state.config()
    kind, source = bundled[file]
    target = config.folder(config.theme.templates if kind == "templates" else config.build.static) / file
    if target.exists():
        raise ConfigError(f"{target}: is there already", hint="edit it, or delete it to start from the bundled one")
    write_atomic(target, source.read_bytes())
    say(f"{target} is yours now")
