"""Files for readers: executed notebooks in, HTML pages, the index, PDF and Word files out.

Read `page`, `payload` (what a page holds compressed), `index`, `document` (a page as blocks), `word`, `browser`.
"""
