"""Tables in Markdown, and their places in BENCHMARKS.md."""

import os
import re

from harness import building

PAGE = os.path.join(building.ROOT, "BENCHMARKS.md")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def thousands(value):
    return f"{value:,.0f}"


def ratio(low_median_high):
    low, median, high = low_median_high
    digits = 2 if median < 10 else 1 if median < 100 else 0
    return f"**{median:.{digits}f}** ({low:.{digits}f}–{high:.{digits}f})"


def place(section, text):
    """Puts the text between the page's markers of this section."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    if begin not in page or end not in page:
        raise SystemExit(f"bench: BENCHMARKS.md has no place for {section}")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    page = pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", page)
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page)
