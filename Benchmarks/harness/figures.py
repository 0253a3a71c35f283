"""Samples, and the table that they end in."""
from dataclasses import dataclass


def percentile(samples, percent):
    """The smallest sample that so many percent of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@dataclass(frozen=True)
class Figure:
    """A median and a 99th percentile, in one unit."""

    median: float
    p99: float | None = None

    @classmethod
    def of(cls, samples):
        return cls(percentile(samples, 50), percentile(samples, 99))


@dataclass(frozen=True)
class Row:
    """One comparison: what was measured, what beside it, and what the goal says of it."""

    work: str
    figure: Figure
    unit: str
    beside: str = ""
    limit: float | None = None
    ratio: float | None = None
    goal: str = ""
    is_met: bool | None = None

    @classmethod
    def against(cls, work, figure, unit, beside, limit, ratio_max=None, of="median"):
        """A figure beside a limit of the same unit; the goal, where there is one, is on their ratio."""
        ratio = getattr(figure, of) / limit
        goal = "" if ratio_max is None else f"≤ {ratio_max:g} ×"
        return cls(work, figure, unit, beside, limit, ratio, goal, None if ratio_max is None else ratio <= ratio_max)

    def cells(self):
        met = {None: "", True: "yes", False: "NO"}[self.is_met]
        limit = "" if self.limit is None else f"{number(self.limit)} {self.unit}"
        return [
            self.work,
            f"{number(self.figure.median)} {self.unit}",
            "" if self.figure.p99 is None else f"{number(self.figure.p99)} {self.unit}",
            f"{self.beside} {limit}".strip(),
            "" if self.ratio is None else f"{self.ratio:.2f} ×",
            self.goal,
            met,
        ]


HEADER = ["work", "median", "p99", "beside, in the same run", "ratio", "goal", "met"]


def number(value):
    """Three digits are more than a shared machine is good for; thousands are set apart. What was counted is exact."""
    if isinstance(value, int):
        return f"{value:,}"
    if value >= 1_000:
        return f"{round(value, -2):,.0f}" if value < 100_000 else f"{round(value, -3):,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(rows):
    """Markdown, aligned so that it reads as text too."""
    lines = [HEADER] + [row.cells() for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]

    def joined(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([joined(lines[0]), rule] + [joined(cells) for cells in lines[1:]])
