"""Repair of damaged text: an ordered table of small rules, and a record of what each of them did."""

from sitegen.text.repair.table import REPAIRS, Repair, Repaired, repair, replay
from sitegen.text.repair.trace import Place

__all__ = ["REPAIRS", "Place", "Repair", "Repaired", "repair", "replay"]
