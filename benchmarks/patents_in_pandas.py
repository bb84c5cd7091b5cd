"""What `ipanalytics patents` counts, and all that it accounts for, by pandas' own operations on columns."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.records import application_numbers, cleaning, holders
from ipanalytics.records.counting import counts, high_value
from ipanalytics.records.database import FULL_WIDTH, HALF_WIDTH

AS_OF = date(2022, 12, 31)
NARROW = str.maketrans(f"{FULL_WIDTH}　\xa0", f"{HALF_WIDTH}  ")
NOTHING = ["", "-", "--", "—", "——", "/", "\\N", "NULL", "null", "None", "nan", "NaN", "N/A"]
WRITTEN = ("申请号", "法律状态", "申请人", "地址", "IPC", "同族")
COMPARED = ("法律状态", "申请日", "授权公告日", "失效日", "申请人", "地址")
GROUP = re.compile(r"\((?!\?)")
Answered = Callable[..., Any]


def by_pandas(path: Path, *, each_once: bool = False) -> pd.DataFrame:
    """Count as `ipanalytics patents` does, by operations on columns, no row loop.

    Parameters
    ----------
    each_once
        Look at each distinct name, day and address once, as `records` does, and bring the answers to the rows.
    """
    once = partial(_answered, each_once=each_once)
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=NOTHING)
    texts["row"] = range(2, len(texts) + 2)
    for column in WRITTEN:
        texts[column] = once(texts[column], _tidied)
    table, ledger = _numbered(texts)
    for column in ("申请日", "授权公告日", "失效日"):
        table[column] = once(table[column], partial(pd.to_datetime, errors="coerce"))
        is_no_day = table[column].isna() & texts[column].notna().loc[table.index]
        _note(ledger, table[is_no_day], "not read", f"{column} is no day: " + texts[column])
    wrong = table["申请日"].dt.year.gt(table["year"]) | table["授权公告日"].lt(table["申请日"])
    wrong |= table["失效日"].lt(table["申请日"])
    _note(ledger, table[wrong], "refused", "days contradict: " + table["申请日"].astype(str))
    table = table[~wrong]
    table = table.assign(newest=table["失效日"].fillna(table["授权公告日"]))
    twice = table["number"].duplicated(keep=False)
    _note(ledger, table[twice], "merged", "stands more than once: " + table["number"].map(_differences(table[twice])))
    ordered = table[twice].sort_values(["newest", "row"], na_position="first")
    table = pd.concat([table[~twice], ordered.groupby("number", as_index=False).last()], ignore_index=True)
    _judge(table, ledger, once)
    _place(table, ledger, once)
    _mark(table, ledger, once)
    rows = pd.concat(ledger)
    rows.assign(reason=rows["reason"].str.split(": ").str[0]).groupby(["step", "reason"]).size()
    return _count(table).assign(source=path.name, status="submitted")


def _tidied(texts: pd.Series) -> pd.Series:
    """Return texts in half width, without blanks around them."""
    is_wide = texts.str.contains(f"[{FULL_WIDTH}　\xa0]", na=False)
    return texts.mask(is_wide, texts[is_wide].str.translate(NARROW)).str.strip()


def _differences(rows: pd.DataFrame) -> pd.Series:
    """Word for each number what of its rows differs, where anything does."""
    groups, worded = rows.groupby("number"), pd.Series("", rows["number"].unique())
    for column in COMPARED:
        some = rows[rows["number"].isin((counts := groups[column].nunique()).index[counts > 1])]
        values = some[["number", column]].dropna().drop_duplicates().sort_values(column).astype({column: str})
        listed = values.groupby("number")[column].agg(" / ".join).str[:80]
        worded = worded.add((f"; {column} differs: " + listed).reindex(worded.index, fill_value=""))
    return groups.size().astype(str) + " times" + worded


def _note(ledger: list[pd.DataFrame], rows: pd.DataFrame, step: str, reason: pd.Series) -> None:
    ledger.append(rows[["row", "number"]].assign(step=step, reason=reason.reindex(rows.index)))


def _numbered(texts: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    plain = texts["申请号"].fillna("").str.upper().str.replace(r"^(ZL|CN)|\s", "", regex=True)
    is_number = plain.str.fullmatch(r"\d{12}\.?[0-9X]")
    table = texts[is_number].assign(number=plain[is_number].str.replace(".", "", regex=False))
    value = table["number"].str[:12].astype("int64")
    weights = application_numbers.WEIGHTS
    rest = sum(value // 10 ** (11 - place) % 10 * weight for place, weight in enumerate(weights)) % 11
    table["year"] = value // 10**8
    table["type"] = (value // 10**7 % 10).astype(str).map(application_numbers.TYPES)
    is_right = rest.astype(str).replace("10", "X").eq(table["number"].str[-1]) & table["type"].notna()
    is_right &= table["year"].between(application_numbers.FIRST_LONG, date.today().year)
    refused: list[pd.DataFrame] = []
    _note(refused, texts[~is_number].rename(columns={"申请号": "number"}), "refused", "no number: " + plain)
    _note(refused, table[~is_right], "refused", "wrong check digit: " + table["number"].str[-1])
    return table[is_right].copy(), refused


def _answered(
    texts: pd.Series, answer: Callable[[pd.Series], pd.Series | pd.DataFrame], *, each_once: bool
) -> pd.Series | pd.DataFrame:
    """Return what a function answers to texts, all of them or the distinct ones."""
    if not each_once:
        return answer(texts)
    codes, distinct = pd.factorize(texts, use_na_sentinel=False)
    return answer(pd.Series(distinct)).take(codes).set_axis(texts.index)


def _by_rules(texts: pd.Series, rules: list[tuple[str, str, str]]) -> pd.Series:
    found = pd.Series("unknown", texts.index)
    for pattern, kind, _ in reversed(rules):
        found = found.mask(texts.str.contains(GROUP.sub("(?:", pattern)), kind)
    return found


def _judge(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    day = pd.Timestamp(AS_OF)
    table["said"] = once(table["法律状态"].fillna(""), partial(_by_rules, rules=cleaning.legal_statuses()))
    granted, ended = table["授权公告日"], table["失效日"]
    was_granted, has_ended = table["said"].isin(["in_force", "lapsed", "invalid"]), ended.le(day)
    is_over = table["said"].isin(["lapsed", "invalid"])
    last = {kind: day - pd.DateOffset(years=years) for kind, years in cleaning.YEARS_OF_TERM.items()}
    term = table["申请日"].le(table["type"].map(last))
    unknown = table["said"].eq("unknown") | (was_granted & granted.isna()) | (is_over & granted.le(day) & ended.isna())
    unknown |= table["said"].eq("in_force") & (has_ended | term)
    unknown |= table["said"].eq("pending") & granted.le(day)
    status = table["said"].mask(is_over & ended.gt(day), "in_force").mask(was_granted & granted.gt(day), "pending")
    table["status"] = status.mask(table["申请日"].gt(day), "later").mask(unknown, "unknown")
    _note(ledger, table[unknown], "no status", table["said"] + ": " + table["申请日"].astype(str))


def _kinds(names: pd.Series) -> pd.Series:
    return _by_rules(names.str.extract("^([^;、|]*)", expand=False).str.strip(), holders.rules())


def _starts(texts: pd.Series) -> pd.Series:
    return texts.str.extract(f"({holders.DIVISIONS[1:]})", expand=False).fillna("")


def _place(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    table["holder_kind"] = once(table["申请人"].fillna(""), _kinds)
    start = once(table["地址"].fillna(""), _starts)
    spots = {text: holders._found(text) for text in start.unique()}
    for position, level in enumerate(holders.COLUMNS):
        table[level] = start.map({text: spot[position] for text, spot in spots.items()})
    own = places.province()
    elsewhere = table["area"].ne("") & table["province"].ne(own)
    _note(ledger, table[elsewhere], "outside", "another province: " + table["area"])
    _note(ledger, table[table["unit"].eq("") & ~elsewhere], "not placed", "no known place: " + table["地址"].str[:24])


def _mark(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    live = table["type"].eq("invention") & table["status"].eq("in_force")
    family = table["同族"].str.upper().str.replace("[ /-]", "", regex=True)
    member = family.str.contains("(?:^|[;,、|])(?!CN)[A-Z]{2}[0-9]{4,}[BCE][0-9]?(?:$|[;,、|])", regex=True, na=False)
    strategic = [ipc for scheme, _, ipc, use in high_value.industries() if (scheme, use) == ("strategic", "sourced")]
    lies_in = f"^(?:{'|'.join(strategic)})(?:[^0-9]|$)"
    table["high_value_strategic"] = live & once(table["IPC"].fillna(""), lambda ipc: ipc.str.contains(lies_in))
    table["high_value_overseas_family"] = live & member
    table["high_value_long_maintained"] = live & table["申请日"].lt(pd.Timestamp(AS_OF) - pd.DateOffset(years=10))
    # The exports have no columns of these.
    table["high_value_pledged"] = table["high_value_awarded"] = False
    table["high_value_inventions"] = table[[f"high_value_{kind}" for kind in high_value.KINDS]].any(axis=1)
    unclear = live & ~member & family.notna() & ~family.str.contains("[A-Z]{2}[0-9]+[A-Z]", na=False)
    _note(ledger, table[unclear], "family not judged", "no member has a kind code: " + table["同族"].str[:40])


def _count(table: pd.DataFrame) -> pd.DataFrame:
    """Count every stock and flow at every level, by year and by month of two years, as `counts` does."""
    in_force = table["status"].eq("in_force")
    stocks = {"patents_in_force": in_force} | {
        f"{kind}s_in_force": in_force & table["type"].eq(kind) for kind in cleaning.YEARS_OF_TERM
    }
    stocks |= {name: table[name] for name in table.columns if name.startswith("high_value")}
    day, parts = pd.Timestamp(AS_OF), []
    for level in counts.PLACES:
        inside = table[level].isin(places.table().index) & (
            table[level].ne("") if level != "province" else (table[level].eq(places.province()))
        )
        stood = pd.DataFrame(stocks)[inside].groupby(table.loc[inside, level]).sum()
        long = stood.rename_axis("area").reset_index().melt("area", var_name="indicator")
        parts.append(long.assign(period=str(AS_OF.year)))
        for what, column in (("applications", "申请日"), ("grants", "授权公告日")):
            rows = table[inside & table[column].le(day)]
            months = rows.groupby([level, "type", rows[column].dt.to_period("M")]).size()
            months = months.rename_axis(["area", "indicator", "month"]).reset_index(name="value")
            whole = months.groupby(["area", "month"], as_index=False)["value"].sum().assign(indicator="patent")
            both = pd.concat([months, whole], ignore_index=True)
            both["indicator"] += f"_{what}"
            for period in (both["month"].dt.year.astype(str), both["month"].astype(str)):
                is_recent = both["month"].dt.year.ge(AS_OF.year - 1) | (period.str.len() == 4)
                summed = both[is_recent].assign(period=period).groupby(["area", "indicator", "period"])["value"].sum()
                parts.append(summed.reset_index())
    return pd.concat(parts).drop_duplicates(["area", "indicator", "period"])
