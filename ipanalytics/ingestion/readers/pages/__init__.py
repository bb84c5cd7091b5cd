"""What a web page or a document shows: its cells in their places, without what is hidden."""
