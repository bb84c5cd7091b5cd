"""Sections of a page: a notebook's cell calls one `open_`, `draw_`, `list_` or `offer_` function of these."""
