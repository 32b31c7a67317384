"""How numbers are written in figures and tables."""

from __future__ import annotations

import math

import pandas as pd

MINUS = "\N{MINUS SIGN}"


def coefficient(value: float) -> str:
    """Return a correlation or a standardised difference with two decimals, three where there are three: ``.28``, ``.278``."""
    text = f"{abs(value):.3f}"
    text = text[:-1] if text.endswith("0") else text
    return (MINUS if value < 0 else "") + (text[1:] if text.startswith("0") else text)


def percent(share: float, decimals: int = 0) -> str:
    """Return a share of 1 as per cent: ``8 %``."""
    return f"{share * 100:.{decimals}f} %"


def interval(low: float, high: float) -> str:
    """Return the limits of an interval, or what to say where the source reports none."""
    return "not at hand" if math.isnan(low) else f"{coefficient(low)} to {coefficient(high)}"


def count(value: float, note: str = "") -> str:
    """Return a number of studies or clients; a note such as "over 30,000 clients" replaces the bare number."""
    if pd.isna(value):
        return "not at hand"
    written = f"{int(value):,}"
    for word in ("over", "at most"):
        if note.startswith(f"{word} {written} "):
            return f"{word} {written}"
    return written


def squared(r: float, low: float, high: float) -> tuple[float, float, float]:
    """Return r² and the interval that follows from that of r; an interval across 0 gives one that starts at 0."""
    if math.isnan(low):
        return r * r, low, high
    lowest = 0.0 if low <= 0 <= high else min(low * low, high * high)
    return r * r, lowest, max(low * low, high * high)


def success(r: float) -> tuple[float, float]:
    """Return the shares of success in the binomial effect-size display, with the stronger and the weaker alliance.

    One half plus and minus r/2 (Rosenthal & Rubin, 1982): what r would mean if half of all clients had the stronger alliance and
    half of all clients succeeded.
    """
    if not 0 <= r <= 1:
        raise ValueError(f"r is {r}: the display is for 0 to 1")
    return 0.5 + r / 2, 0.5 - r / 2
