"""A project of one's own: the folders of this one, or those of another province made from the national list of places.

Read `layout`, then `provinces` (which places there are) and `contents` (what is kept and what is written anew).
"""
