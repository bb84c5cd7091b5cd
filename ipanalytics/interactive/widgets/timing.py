"""The slider of periods and the button that lets them go by."""

from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from ipanalytics.core.i18n import say

STEP = 1500
FEWEST = 2


@dataclass(frozen=True)
class Timing:
    """A slider over periods, oldest first, and the button that moves it on."""

    play: widgets.Play
    slider: widgets.SelectionSlider

    def shown(self) -> list[Any]:
        """Return the widgets in their order."""
        return [self.play, self.slider]


def build() -> Timing:
    """Return slider and button, bound to one another in the browser; a step leaves time to draw."""
    slider = widgets.SelectionSlider(
        options=[("", "")], description=say("月份"), continuous_update=False, layout={"width": "560px"}
    )
    play = widgets.Play(interval=STEP, max=0, show_repeat=False, layout={"margin": "2px 0 2px 80px"})
    widgets.jslink((play, "value"), (slider, "index"))
    return Timing(play, slider)


def offer(time: Timing, periods: dict[str, str], period: str | None) -> None:
    """Offer periods by name, oldest first; of fewer than two there's nothing to go through."""
    names = {} if len(periods) < FEWEST else periods
    time.slider.options = list(names.items()) or [("", "")]
    time.play.max = max(len(names) - 1, 0)
    time.play.disabled = time.slider.disabled = not names
    stand_at(time, period)


def stand_at(time: Timing, period: str | None) -> None:
    """Move the slider to a period that it has."""
    periods = [text for _, text in time.slider.options]
    if period in periods:
        time.slider.index = time.play.value = periods.index(period)
