"""One deploy from start to end: choose the target, check the local files, plan, apply."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sitegen.build.manifest import MANIFEST_NAME, read_manifest
from sitegen.config import Config, DeployConfig, suggest
from sitegen.deploy.plan import DeployPlan, named, plan_deploy
from sitegen.deploy.targets import TARGETS, Target
from sitegen.deploy.targets.directory import RECORD_NAME
from sitegen.digest import Digest, digest_bytes
from sitegen.errors import ConfigError, SitegenError
from sitegen.model import OutputPath

_PRIVATE: Final = frozenset({MANIFEST_NAME, RECORD_NAME})
"""Records of ours that stand beside a site and are no part of it."""


def deploy(config: Config, name: str | None, *, dry_run: bool) -> DeployPlan:
    """Publish the built site to the target *name*, to the only one if it is None; return what was done.

    With *dry_run* nothing is changed, but all that would be refused is refused. `ConfigError` if there is no such
    target or no build, `DeployRefused` if the plan could do harm, `SitegenError` if the output is not what was built.
    """
    chosen = choose_target(config.deploy, name)
    target = _open(chosen, config)
    output = config.folder(config.build.output)
    local = _read_local(output)
    plan = plan_deploy(chosen.name, local, target.list(), max_deletes=chosen.max_deletes)
    if dry_run:
        target.check(plan)
    else:
        target.apply(plan, lambda path: _read_built(output, path, local[path]))
    return plan


def choose_target(targets: tuple[DeployConfig, ...], name: str | None) -> DeployConfig:
    """Return the target called *name*, or the only one there is; `ConfigError` if that is nobody."""
    if not targets:
        raise ConfigError(
            "sitegen.toml names no place to publish to",
            hint='add [deploy.NAME] with kind = "directory" and path = "…"',
        )
    names = [target.name for target in targets]
    if name is None:
        if len(targets) > 1:
            raise ConfigError("there is more than one target: name one", hint=f"known: {', '.join(names)}")
        return targets[0]
    found = next((target for target in targets if target.name == name), None)
    if found is None:
        raise ConfigError(f"no target {name!r} in sitegen.toml", hint=suggest(name, names))
    return found


def _open(chosen: DeployConfig, config: Config) -> Target:
    if chosen.kind not in TARGETS:
        raise ConfigError(
            f"[deploy.{chosen.name}]: unknown kind {chosen.kind!r}", hint=suggest(chosen.kind, [*TARGETS])
        )
    return TARGETS[chosen.kind](chosen, config)


def _read_local(output: Path) -> Mapping[OutputPath, Digest]:
    built = {path: digest for path, digest in read_manifest(output).items() if path not in _PRIVATE}
    if not built:
        raise ConfigError(f"there is no built site in {output}", hint="run `sitegen build` first")
    changed = tuple(path for path in sorted(built) if _digest_of(output / path) != built[path])
    if changed:
        raise SitegenError(
            f"{output}: not as it was built: {named(changed)}", hint="run `sitegen build`, then deploy again"
        )
    return built


def _digest_of(place: Path) -> Digest | None:
    try:
        return digest_bytes(place.read_bytes())
    except OSError:
        return None


def _read_built(output: Path, path: OutputPath, digest: Digest) -> bytes:
    """Return the file's bytes, if they still are those that the plan was made for."""
    data = (output / path).read_bytes()
    if digest_bytes(data) != digest:
        raise SitegenError(f"{path} changed while it was published", hint="run `sitegen build`, then deploy again")
    return data
