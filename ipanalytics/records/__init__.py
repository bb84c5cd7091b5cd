"""Exports of single patents, counted.

In: files of an office or a vendor, a row a patent. Out: observations with their lineage, and a ledger of every row that
was refused, merged or not placed.

Read `exports`, `application_numbers`, `cleaning`, `holders`, then `counting`; `pipeline` calls
them in turn, each a few statements of SQL.

Single patents and names of persons stay in the folder that the caller names.
"""
