"""Names that somebody types, to ids and codes; a name that nobody knows is answered with those that come near."""

from ipanalytics.catalogue import indicators, lookup
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.targets import Target


def find_target(name: str, targets: list[Target]) -> str:
    """Return the id of a target given by id (T01), or by the name of an indicator that has one target.

    Raises
    ------
    CatalogueError
        When the year has no such target, or several; lists those that it has.
    """
    known = {target.id: target.indicator for target in targets}
    if name in known:
        return name
    if name.upper() in known:
        return name.upper()
    indicator = lookup.indicator_names().get(lookup.folded(name))
    found = [id_ for id_, wanted in known.items() if wanted == indicator]
    if len(found) == 1:
        return found[0]
    heading = f"{name!r} names {len(found)} targets of the year, expected one of:"
    raise CatalogueError(listed(heading, [f"{id_} {indicators.indicator(known[id_]).name}" for id_ in found or known]))
