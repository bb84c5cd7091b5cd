"""What data/catalogue, data/divisions and data/sources say: indicators, settings, places, publications.

In: YAML and CSV that a statistician edits. Out: frozen records, codes and names, or an error that names all faults.
Read `indicators`, `settings`, `places`, `hierarchy`, `sources`, `lookup`.
"""
