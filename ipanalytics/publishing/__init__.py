"""Files for readers.

In: executed notebooks. Out: HTML pages, the index, PDF and Word files. Read `page`, `payload` (what a page holds
compressed), `index`, `document` (a page as blocks), `word`, `browser`.
"""
