"""From any file to observations, with an account of every cell.

In: workbooks, pages, documents, PDFs, CSVs. Out: observations, and what became of each cell that isn't one.
Read `readers` (files to grids), `text` (what a cell says), `tables` and `lists` (what a grid says), `prose` (what
sentences say), `audit`, `extract` (one file), `transcriptions` (CSVs typed by hand), `pipeline` (all sources to one
clean table).
"""
