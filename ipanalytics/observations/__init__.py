"""The one table, a row a figure (area, indicator, period, value, unit, source, status, cell), and its arithmetic.

In: rows that ingestion made. Out: the same table, checked, with what follows from it. Read `table`,
`validation`, `derivation`, `checks`, `consistency`, `plausibility`, `comparison`, `corrections`, `storage`.
"""
