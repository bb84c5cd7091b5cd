"""Files to grids of text, whatever kind they are: `detect` tells the kind, `grid` is what comes out."""

from ipanalytics.ingestion.readers.detect import read
from ipanalytics.ingestion.readers.grid import Grid, cell_name

__all__ = ["Grid", "cell_name", "read"]
