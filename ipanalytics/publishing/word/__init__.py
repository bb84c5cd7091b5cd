"""Word files: `styles` (how one looks), `pages` (a rendered page as one), `letters` (an answer to a unit)."""
