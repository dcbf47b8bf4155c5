"""Where a site can be published: one module a kind of host, and the table of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from sitegen.config import Config, DeployConfig
from sitegen.deploy.plan import DeployPlan, Source
from sitegen.deploy.targets.directory import DirectoryTarget
from sitegen.digest import Digest
from sitegen.model import OutputPath


class Target(Protocol):
    """A place that holds a published site."""

    def list(self) -> Mapping[OutputPath, Digest]:
        """Return the files there that earlier deploys put there, as they are now."""

    def check(self, plan: DeployPlan) -> None:
        """Return if *plan* can be carried out without harm to what is not ours; else raise `DeployRefused`."""

    def apply(self, plan: DeployPlan, source: Source) -> None:
        """Carry *plan* out: check it, upload in its order, and delete only when all uploads succeeded."""


TARGETS: Final[Mapping[str, Callable[[DeployConfig, Config], Target]]] = MappingProxyType(
    {"directory": DirectoryTarget}
)
"""By the `kind` of `[deploy.NAME]`: what makes a target of that table and of the whole configuration."""
