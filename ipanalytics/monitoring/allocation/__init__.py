"""What a place has to reach.

`shares` says it: its own target, a share, a line. `proposals` are shares to promise, `promises` what was promised.
"""
