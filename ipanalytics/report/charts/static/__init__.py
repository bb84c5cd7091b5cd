"""A plotly figure as SVG that needs no script: `drawing` from `scales`, `marks`, `labels` and `words`."""
