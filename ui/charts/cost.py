"""Charts of cost and budget.  Sachkosten are always blue, Personalkosten orange."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import (
    COLOURS,
    EXPENSE,
    INCOME,
    KIND_COLOURS,
    finish,
    money_unit,
    safe,
    wrapped,
)

NO_UNIT = "ohne Zuordnung"
# Areas per Amt in the treemap. A browser measures every text; with hundreds of them it stands still
# for many seconds, and the small ones could not be read anyway.
LARGEST = 5


@drawn
def cost_treemap(frame: pd.DataFrame) -> go.Figure:
    """Areas Dezernat → Amt → object.

    Columns: dezernat, amt, object_title (text, None = not assigned), amount_cents (None =
    unknown).  Rows without a positive amount cannot be an area and are left out; the small objects
    of an Amt are one area.
    """
    leaves = _bundled(_leaves(frame))
    ids: list[str] = []
    labels: list[str] = []
    parents: list[str] = []
    cents: list[int] = []
    colours: list[str] = []
    tones = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(leaves["dezernat"].unique())}
    for depth in range(1, 4):
        levels = ["dezernat", "amt", "object_title"][:depth]
        for path, total in leaves.groupby(levels, sort=False)["amount_cents"].sum().items():
            steps = path if isinstance(path, tuple) else (path,)
            # The unit separator cannot be typed, so two paths never share an id by their names.
            ids.append("\x1f".join(steps))
            parents.append("\x1f".join(steps[:-1]))
            labels.append(wrapped(steps[-1], 24) if depth == 3 else safe(steps[-1]))
            cents.append(int(total))
            colours.append(tones[steps[0]])
    figure = go.Figure(
        go.Treemap(
            ids=ids,
            labels=labels,
            parents=parents,
            values=cents,
            # Parents carry the sum of their children; plotly's default would add it a second time.
            branchvalues="total",
            marker={"colors": colours, "line": {"width": 1, "color": "#FFFFFF"}},
            text=[german.money_short(value) for value in cents],
            textfont={"size": 13},
            texttemplate="%{label}<br>%{text}",
            hovertemplate="%{label}<br>%{text}<br>%{percentParent} von %{parent}<extra></extra>",
            pathbar={"visible": True, "thickness": 28},
            tiling={"pad": 2},
            maxdepth=3,
            root={"color": "rgba(0,0,0,0)"},
        )
    )
    return finish(figure, 520, legend=False)


@told
def cost_treemap_summary(frame: pd.DataFrame) -> str:
    """Which Dezernat and which object cost most, and what is unknown."""
    leaves = _leaves(frame)
    if leaves.empty:
        return "Es sind noch keine Kosten bekannt."
    total = int(leaves["amount_cents"].sum())
    first = leaves.groupby("dezernat")["amount_cents"].sum().sort_values(ascending=False)
    # argmax gives a position; idxmax would give a label, which is not unique after the bundling.
    dearest = leaves.iloc[leaves["amount_cents"].argmax()]
    sentence = (
        f"Von {german.money_short(total)} entfallen {_share(first.iloc[0], total)} auf "
        f"{first.index[0]}; am teuersten ist {dearest['object_title']} mit "
        f"{german.money_short(dearest['amount_cents'])}"
    )
    return sentence + _unknown(int(frame["amount_cents"].isna().sum())) + "."


@drawn
def cost_by_year_chart(frame: pd.DataFrame) -> go.Figure:
    """Stacked bars of Sachkosten and Personalkosten per year.

    Columns: year (int), kind ("Sachkosten" or "Personalkosten"), amount_cents (None = unknown)
    and, where both are shown, basis ("Plan" or "Ist"): plan is hatched, actual solid, side by
    side and never added.
    """
    known = frame.dropna(subset=["amount_cents"])
    bases = list(dict.fromkeys(known["basis"])) if "basis" in known else [""]
    sums = known.groupby([column for column in ("year", "basis") if column in known])
    scale, unit = money_unit(sums["amount_cents"].sum())
    figure = go.Figure()
    for basis in bases:
        for kind, colour in KIND_COLOURS.items():
            part = known[known["kind"] == kind]
            part = part[part["basis"] == basis] if basis else part
            part = part.groupby("year", as_index=False).agg({"amount_cents": "sum"})
            figure.add_bar(
                x=part["year"],
                y=part["amount_cents"] / scale,
                name=f"{kind} ({basis})" if basis else kind,
                offsetgroup=basis,
                marker=_marker(colour, basis == "Plan"),
                customdata=[german.money(value) for value in part["amount_cents"]],
                hovertemplate=f"{kind} {basis} %{{x}}<br>%{{customdata}}<extra></extra>",
            )
    # "stack" would draw negative amounts (refunds) over the positive ones instead of below zero.
    figure.update_layout(barmode="relative")
    return _years(figure, known["year"], unit)


@told
def cost_by_year_summary(frame: pd.DataFrame) -> str:
    """How the cost develops from the first to the last year, and the share of personnel."""
    known = frame.dropna(subset=["amount_cents"])
    if known.empty:
        return "Es sind noch keine Kosten bekannt."
    sentences = []
    for basis in list(dict.fromkeys(known["basis"])) if "basis" in known else [""]:
        part = known[known["basis"] == basis] if basis else known
        name = {"Plan": "Die geplanten Kosten", "Ist": "Die Kosten laut Ist"}.get(
            basis, "Die Kosten"
        )
        sentences.append(f"{name} {_comparable_change(part)}; {_staff_share(part)}")
    return ". ".join(sentences) + _unknown(int(frame["amount_cents"].isna().sum())) + "."


@drawn
def budget_by_year_chart(frame: pd.DataFrame) -> go.Figure:
    """Income and expense side by side per year; plan years are hatched.

    Columns: year (int), flow ("Ertrag", "Aufwand", "Einzahlung" or "Auszahlung"), amount_cents
    (None = unknown), basis ("Ist" for results, anything else counts as plan).
    """
    known = frame.dropna(subset=["amount_cents"])
    sums = known.groupby(["year", "flow", "basis"], as_index=False)["amount_cents"].sum()
    scale, unit = money_unit(sums["amount_cents"])
    figure = go.Figure()
    for flow in dict.fromkeys(sums["flow"]):
        colour = INCOME if flow in ("Ertrag", "Einzahlung") else EXPENSE
        for planned in (False, True):
            part = sums[(sums["flow"] == flow) & ((sums["basis"] != "Ist") == planned)]
            if part.empty:
                continue
            figure.add_bar(
                x=part["year"],
                y=part["amount_cents"] / scale,
                name=f"{flow} ({'Plan' if planned else 'Ist'})",
                offsetgroup=flow,
                marker=_marker(colour, planned),
                customdata=[
                    f"{basis}: {german.money(value)}"
                    for basis, value in zip(part["basis"], part["amount_cents"], strict=True)
                ],
                hovertemplate=f"{safe(flow)} %{{x}}<br>%{{customdata}}<extra></extra>",
            )
    figure.update_layout(barmode="group")
    return _years(figure, sums["year"], unit)


@told
def budget_by_year_summary(frame: pd.DataFrame) -> str:
    """Income against expense in the last year."""
    known = frame.dropna(subset=["amount_cents"])
    if known.empty:
        return "Es sind noch keine Haushaltsansätze bekannt."
    last = int(known["year"].max())
    flows = known[known["year"] == last].groupby("flow")["amount_cents"].sum()
    parts = [f"{flow} {german.money_short(cents)}" for flow, cents in flows.items()]
    gap = _unknown(int(frame["amount_cents"].isna().sum()))
    return f"Im Jahr {last} stehen im Haushalt: {', '.join(parts)}{gap}."


def _leaves(frame: pd.DataFrame) -> pd.DataFrame:
    leaves = frame[frame["amount_cents"].notna()].copy()
    leaves = leaves[leaves["amount_cents"] > 0]
    for column in ("dezernat", "amt", "object_title"):
        leaves[column] = leaves[column].fillna(NO_UNIT).replace("", NO_UNIT).astype(str)
    return leaves


def _bundled(leaves: pd.DataFrame) -> pd.DataFrame:
    """The largest objects of every Amt, its others as one row "17 weitere"."""
    units = ["dezernat", "amt"]
    objects = leaves.groupby([*units, "object_title"], as_index=False, sort=False)
    sums: pd.DataFrame = objects.agg({"amount_cents": "sum"})
    place = sums.groupby(units)["amount_cents"].rank(method="first", ascending=False)
    number = sums.groupby(units)["amount_cents"].transform("size")
    # A single object left over keeps its name.
    small = (place > LARGEST) & (number > LARGEST + 1)
    rest = (number - LARGEST).astype(str) + " weitere"
    return sums.assign(object_title=sums["object_title"].mask(small, rest))


def _marker(colour: str, planned: bool) -> dict[str, object]:
    hatch = {"shape": "/", "fgcolor": colour, "bgcolor": "#FFFFFF", "size": 7, "solidity": 0.45}
    return {
        "color": colour,
        "line": {"color": colour, "width": 1.5},
        "pattern": hatch if planned else {"shape": ""},
    }


def _years(figure: go.Figure, years: pd.Series, unit: str) -> go.Figure:
    figure.update_xaxes(tickvals=sorted(set(years)), tickformat="d", title=None)
    figure.update_yaxes(title=unit, tickformat=",.10~f", rangemode="tozero")
    return finish(figure)


def _share(part: float, whole: float) -> str:
    return german.percent(100 * part / whole, 0) if whole else german.UNKNOWN


def _comparable_change(part: pd.DataFrame) -> str:
    """How the cost develops, told of kinds that are known at both ends only.

    A year whose personnel nobody has entered would else look cheaper than it is.
    """
    sums = part.groupby(["year", "kind"])["amount_cents"].sum().unstack()
    both = sums.loc[:, sums.iloc[0].notna() & sums.iloc[-1].notna()]
    first, last = sums.index[0], sums.index[-1]
    if both.shape[1] == sums.shape[1]:
        return _change(sums.sum(axis=1))
    words = []
    for kind in [name for name in KIND_COLOURS if name in sums]:
        if kind in both:
            words.append(f"{kind} {_change(both[kind])}")
        else:
            silent = [str(year) for year in (first, last) if pd.isna(sums.loc[year, kind])]
            words.append(f"{kind} für {' und '.join(silent)} unbekannt")
    return f"lassen sich {first} und {last} nicht vergleichen ({', '.join(words)})"


def _staff_share(part: pd.DataFrame) -> str:
    staff = part.loc[part["kind"] == "Personalkosten", "amount_cents"]
    if staff.empty:
        return "Personalkosten sind nicht bekannt"
    total = int(part["amount_cents"].sum())
    return f"{_share(int(staff.sum()), total)} davon sind Personalkosten"


def _change(years: pd.Series) -> str:
    first, last = years.index.min(), years.index.max()
    if first == last:
        return f"betragen {first} {german.money_short(years[first])}"
    before, after = years[first], years[last]
    if before == after:
        return f"sind {first} und {last} gleich hoch ({german.money_short(after)})"
    verb = "steigen" if after > before else "sinken"
    return (
        f"{verb} von {german.money_short(before)} ({first}) auf "
        f"{german.money_short(after)} ({last})"
    )


def _unknown(count: int) -> str:
    if not count:
        return ""
    return "; ein Betrag ist unbekannt" if count == 1 else f"; {count} Beträge sind unbekannt"
