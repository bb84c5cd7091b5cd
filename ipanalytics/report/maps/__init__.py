"""Geometry (`boundaries`, `outlines`), `classes`, `svg`; `choropleth`, `target_maps`, `unit_map`, `county_map`."""
