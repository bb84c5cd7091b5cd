"""Widgets of explore.ipynb: `explorer` on `choices` and `pane`; `forms` for the quick questions and what-if."""
