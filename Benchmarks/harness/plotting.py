"""Line charts as SVG, written by hand: light ground, axes with units, lines named where they end."""

import math
from xml.sax.saxutils import escape

_COLOURS = ["#0b5fa5", "#c2410c", "#15803d", "#7e22ce"]
_WIDTH, _HEIGHT = 760, 430
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 190, 58, 62


def _nice_step(span, count):
    rough = span / count
    unit = 10 ** math.floor(math.log10(rough))
    return next(factor * unit for factor in (1, 2, 2.5, 5, 10) if factor * unit >= rough * 0.999)


def _number(value, highest):
    """A tick's words: in thousands where the axis goes beyond ten thousand."""
    if value >= 1_000_000:
        return f"{value / 1_000_000:g} M"
    if value > 0 and highest >= 10_000:
        return f"{value / 1_000:g} k"
    return f"{value:,.10g}"


class Chart:
    def __init__(self, title, x_label, y_label, is_log=False, note=""):
        self.title, self.x_label, self.y_label = title, x_label, y_label
        self.is_log, self.note = is_log, note
        self.lines = []

    def add(self, name, points):
        """A line through (x, y) points, in order of x."""
        self.lines.append((name, points))

    def _x(self, value):
        xs = [x for _, points in self.lines for x, _ in points]
        low, high = (min(xs), max(xs)) if self.is_log else (min(0, *xs), max(xs))
        if self.is_log:
            value, low, high = math.log10(value), math.log10(low), math.log10(high)
        return _LEFT + (value - low) / (high - low or 1) * (_WIDTH - _LEFT - _RIGHT)

    def _y(self, value):
        return _HEIGHT - _BOTTOM - value / self.top * (_HEIGHT - _TOP - _BOTTOM)

    def _x_ticks(self):
        xs = sorted({x for _, points in self.lines for x, _ in points})
        if self.is_log:
            return xs
        step = _nice_step(xs[-1], 6)
        return [step * n for n in range(int(xs[-1] / step + 1e-9) + 1)]

    def svg(self):
        highest = max(y for _, points in self.lines for _, y in points)
        step = _nice_step(highest * 1.08, 5)
        self.top = step * math.ceil(highest * 1.04 / step)
        right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'width="{_WIDTH}" height="{_HEIGHT}" role="img" '
            f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="13">',
            f"<title>{escape(self.title)}</title>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
            f'<text x="{_LEFT}" y="24" font-size="16" font-weight="bold" fill="#1f2937">'
            f"{escape(self.title)}</text>",
            f'<text x="{_LEFT}" y="43" fill="#4b5563">{escape(self.note)}</text>',
        ]
        for n in range(round(self.top / step) + 1):
            y = self._y(n * step)
            colour = "#6b7280" if n == 0 else "#e5e7eb"
            out.append(f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}"/>')
            out.append(f'<text x="{_LEFT - 8}" y="{y + 4.5:.1f}" text-anchor="end" fill="#374151">'
                       f"{_number(round(n * step, 6), self.top)}</text>")
        ticks = self._x_ticks()
        for tick in ticks:
            x = self._x(tick)
            out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}" '
                       'stroke="#6b7280"/>')
            out.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle" fill="#374151">'
                       f"{_number(tick, ticks[-1])}</text>")
        out.append(f'<text x="{(_LEFT + right) / 2:.0f}" y="{_HEIGHT - 16}" text-anchor="middle" '
                   f'fill="#374151">{escape(self.x_label)}</text>')
        middle = (_TOP + bottom) / 2
        out.append(f'<text transform="translate(22 {middle:.0f}) rotate(-90)" text-anchor="middle" '
                   f'fill="#374151">{escape(self.y_label)}</text>')
        out += self._drawn_lines()
        return "\n".join(out + ["</svg>", ""])

    def _drawn_lines(self):
        out, labels = [], []
        for (name, points), colour in zip(self.lines, _COLOURS):
            path = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2" '
                       'stroke-linejoin="round"/>')
            out += [f'<circle cx="{self._x(x):.1f}" cy="{self._y(y):.1f}" r="3.2" fill="{colour}"/>'
                    for x, y in points]
            labels.append([self._y(points[-1][1]) + 4.5, name.split("\n"), colour])
        # Names stand where their lines end, moved apart where they would meet.
        labels.sort(key=lambda label: label[0])
        for above, below in zip(labels, labels[1:]):
            below[0] = max(below[0], above[0] + 16 * len(above[1]) + 3)
        overflow = labels[-1][0] + 16 * (len(labels[-1][1]) - 1) - (_HEIGHT - _BOTTOM)
        for y, lines, colour in labels:
            for number, line in enumerate(lines):
                out.append(f'<text x="{_WIDTH - _RIGHT + 12}" '
                           f'y="{y - max(overflow, 0) + 16 * number:.1f}" fill="{colour}">'
                           f"{escape(line)}</text>")
        return out
