"""All checks of sentences, by template; each of the modules adds its own."""

from tests.rooms.report.sections.recounts import figures, lists, targets, units
from tests.rooms.report.sections.recounts.counting import CHECKS

__all__ = ["CHECKS", "figures", "lists", "targets", "units"]
