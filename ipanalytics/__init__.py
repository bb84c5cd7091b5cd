"""Judge intellectual-property statistics against yearly targets, and draw them."""
