"""Geometry (`boundaries`, `outlines`), `classes`, and maps: `choropleth`, `target_maps`, `unit_map`, `county_map`."""
