"""From cleaned patents to figures: `counts` and `high_value`, `quality` with `survival`, `chains`."""
