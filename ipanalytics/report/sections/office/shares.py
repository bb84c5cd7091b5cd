"""What units have set themselves of the province's targets, beside the shares that would be proposed to them."""

from collections.abc import Iterator

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.allocation import promises, proposals
from ipanalytics.monitoring.allocation.promises import Promise
from ipanalytics.monitoring.allocation.proposals import Proposal
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.targets import WEIGHTS, Target
from ipanalytics.report import formatting, wording
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.sections.reads import Page, Part

METHODS = {
    "population": "按{period}常住人口分摊（最大余数法）",
    "baseline": "按{period}的数分摊（最大余数法）",
    "gap": "各单元先保住{period}的数，余下{more}按少于人口应分数的多少补（最大余数法）",
}
NOT_OFFICIAL = "自定目标是各单元自己公布的。分摊建议只供商量，不是正式目标。"
NO_SHARES = "缺单元的数，算不出分摊建议。"
SUMS = {1: "比全省目标多{amount}", -1: "比全省目标少{amount}", 0: "与全省目标相等"}


def promised(page: Page) -> Iterator[Part]:
    """Give what the units have set themselves, and what the shares proposed to them are made from."""
    if page.place != places.province():
        return
    year = page.year
    for promise in promises.promises(year.targets):
        proposal = proposal_for(year, promise.target)
        yield repr(promise)
        if proposal:
            yield repr(proposal.shares)
            yield _evidence(year, proposal)


def exhibits(assessment: Assessment, area: str) -> tuple[Exhibit, ...]:
    """Show on the province's page, for each target that units have set themselves a part of, whether it adds up."""
    if area != places.province():
        return ()
    return tuple(_exhibit(assessment, promise) for promise in promises.promises(assessment.targets))


def proposal_for(assessment: Assessment, target: Target) -> Proposal | None:
    """Return the shares that units without a target of their own are measured by; None where a figure is missing."""
    try:
        return proposals.propose(target, assessment.book, target.allocate or WEIGHTS[0])
    except CatalogueError:
        # Which figures are missing is what `targets split` says.
        return None


def _evidence(assessment: Assessment, proposal: Proposal | None) -> pd.DataFrame:
    used = pd.DataFrame({progress.USED: [proposal.used if proposal else ()]})
    return progress.evidence(assessment.table, used)


def _exhibit(assessment: Assessment, promise: Promise) -> Exhibit:
    target, proposal = promise.target, proposal_for(assessment, promise.target)
    lacking, unclear = (join("、", map(formatting.place, codes)) for codes in (promise.lacking, promise.unclear))
    name, total = indicators.indicator(target.indicator).label, wording.amount(promise.total, target.indicator)
    return Exhibit(
        say("{name}：各单元自定目标合计{total}，{sum}", name=name, total=total, sum=_sum(promise)),
        pd.DataFrame([_row(promise, proposal, code) for code in proposals.units_asked(target)]),
        _evidence(assessment, proposal),
        note=sentences(
            say("没有自定目标的：{names}。", names=lacking) if lacking else "",
            say("口径不同、没有计入合计的：{names}。", names=unclear) if unclear else "",
            say(NOT_OFFICIAL),
            say("分摊建议：{method}。", method=method(proposal)) if proposal else say(NO_SHARES),
        ),
        has_source_line=proposal is not None,
    )


def _sum(promise: Promise) -> str:
    difference = promise.difference
    amount = wording.amount(abs(difference), promise.target.indicator)
    return say(SUMS[(difference > 0) - (difference < 0)], amount=amount)


def _row(promise: Promise, proposal: Proposal | None, code: str) -> dict[str, str]:
    id_ = promise.target.indicator
    own = promise.own[code].value if code in promise.own else None
    share = proposal.shares[code] if proposal else None
    both = own is not None and share is not None
    return {
        "单元": formatting.place(code),
        "自定目标": wording.NONE if own is None else wording.amount(own, id_),
        "分摊建议": wording.NONE if share is None else wording.amount(share, id_),
        "相差": formatting.signed((own or 0) - (share or 0)) if both else wording.NONE,
    }


def heading(proposal: Proposal, *, is_demo: bool) -> list[str]:
    """Say before a proposal what it is, how it was made, who has no share of it, and what to do with it."""
    target, whole = proposal.target, wording.amount(proposal.target.value, proposal.target.indicator)
    given = {"id": target.id, "name": indicators.indicator(target.indicator).name, "value": whole}
    none = [formatting.place(code) for code, share in proposal.shares.items() if not share]
    lines = [
        say("{id} {name}：全省目标{value}，以下是分解到各单元的建议，不是正式目标。", **given),
        say("方法：{method}，各单元之和等于{value}。", method=method(proposal), value=whole),
        say("分到0、没有列出的：{names}。", names=join("、", none)) if none else "",
        say("算这些数用了{mark}。", mark=formatting.synthetic()) if is_demo else "",
        say(
            "商定后改数、改文号，存为data/catalogue/targets/{year}-分解.yaml，再运行ipanalytics check。",
            year=target.year,
        ),
    ]
    return list(filter(None, lines))


def method(proposal: Proposal) -> str:
    """Say how shares were made, and of which period the figures are."""
    points = proposal.people if proposal.by == "population" else proposal.before
    id_ = "population" if proposal.by == "population" else proposal.target.indicator
    periods = sorted({formatting.period(point.period, id_) for point in points.values()})
    more = (proposal.target.value or 0) - sum(point.value for point in proposal.before.values())
    amount = wording.amount(more, proposal.target.indicator)
    return say(METHODS[proposal.by], period=join("、", periods), more=amount)


def remark(proposal: Proposal, code: str) -> str:
    """Say what a unit's share was made from."""
    known = {"population": proposal.people, proposal.target.indicator: proposal.before}
    parts = [
        formatting.period(points[code].period, id_)
        + indicators.indicator(id_).label
        + formatting.quantity(points[code].value, id_)
        for id_, points in known.items()
        if code in points
    ]
    return say("{name}：{what}", name=formatting.place(code, short=False), what=join("，", parts))


def as_file(proposal: Proposal, *, is_demo: bool) -> str:
    """Return a proposal as a file of own targets to edit."""
    amounts = {code: wording.amount(share, proposal.target.indicator) for code, share in proposal.shares.items()}
    quotes = {code: say("分解建议{amount}", amount=amount) for code, amount in amounts.items()}
    remarks = {code: remark(proposal, code) for code in proposal.shares}
    return proposals.as_targets(proposal, heading(proposal, is_demo=is_demo), remarks, quotes)
