"""Sentences of a communiqué (统计公报, 白皮书) to observations, with the sentence as evidence.

In: the lines of a page, document or text that has a title with a kind, a place and a year. Out: observations, and what
became of each figure about a known indicator. The rules are data/catalogue/prose.csv, prose_parts.csv, prose_words.csv.
Read `rules` (the tables), `paragraphs` (lines to sentences), `title`, `numerals` (figures of a sentence), `clauses`
(what the words before a figure say), `sentences` (figures one after the other), `communique` (the whole text).
"""
