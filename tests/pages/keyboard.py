"""Somebody who has a keyboard and no mouse: goes from stop to stop, and looks each time where she is and whether it can be seen."""

from __future__ import annotations

from typing import Any, NamedTuple

STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z };
  let behind = one.parentElement, paint = [255, 255, 255];
  for (; behind; behind = behind.parentElement) {
    const found = colour(getComputedStyle(behind).backgroundColor);
    if (found.length === 3 || found[3] === 1) { paint = found; break }
  }
  const [a, b] = [light(colour(style.outlineColor)), light(paint)].sort((x, y) => y - x);
  let [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const frame = one.parentElement.closest('.wide')?.getBoundingClientRect();
  if (frame) [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
  const line = [...one.getClientRects()].find(each => each.bottom > 0 && each.top < innerHeight) || box;
  const middle = Math.min(Math.max((line.top + line.bottom) / 2, 1), innerHeight - 1);
  const across = box.height > line.height + 2 ? Math.min(Math.max((line.left + line.right) / 2, left), right - 1) : (left + right) / 2;
  const inside = document.elementFromPoint(across, middle);
  const field = one.closest('fieldset'), labels = [...(one.labels || [])].map(each => each.textContent);
  const words = one.getAttribute('aria-label')
    || (one.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join(' ').trim()
    || labels.join(' ') || one.textContent;
  return {tag: one.localName, kind: one.type || '', id: one.id, words: words.replace(/\\s+/g, ' ').trim(),
    text: one.textContent.replace(/\\s+/g, ' ').trim(), name: one.name || '',
    group: field ? field.querySelector('legend').textContent.trim() : '',
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth), contrast: (a + 0.05) / (b + 0.05),
    box: [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY],
    on_screen: box.bottom > 0 && box.top < innerHeight && box.height > 0 && right - left >= Math.min(24, box.width - 1) && right > left,
    covered: !(inside && (one === inside || one.contains(inside) || inside.contains(one)))}
}"""


class Stop(NamedTuple):
    """What has the focus. `words`: what it is called; `text`: what stands in it; `group`: the question that it belongs to.

    `box`: left, top, right, bottom.
    """

    tag: str
    kind: str
    id: str
    words: str
    text: str
    name: str
    group: str
    outline: float
    contrast: float
    box: tuple[float, float, float, float]
    on_screen: bool
    covered: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from the other stops of its page."""
        return (self.tag, self.id, self.words, self.name, tuple(round(side) for side in self.box))


class Keyboard:
    """The keyboard of a window. Every stop on the way is looked at, also those that are passed by."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab

    def here(self) -> Stop | None:
        """What has the focus; None at the begin of a page, or past its end."""
        found = self.tab.evaluate(STOP)
        return Stop(**found | {"box": tuple(found["box"])}) if found else None

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.tab.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.tab.keyboard.type(text)

    def next(self, key: str = "Tab") -> Stop | None:
        """The stop after this one, which has to be seen: on the screen, not covered, called something, with an outline that stands out."""
        self.press(key)
        stop = self.here()
        if stop is not None:
            told = f"{stop} on {self.tab.url}"
            assert stop.on_screen and not stop.covered, f"out of sight: {told}"
            assert stop.words, f"has no name: {told}"
            assert stop.outline >= 2 and stop.contrast >= 3, f"its outline cannot be seen: {told}"
        return stop

    def to(self, words: str, *, group: str = "", kind: str = "", key: str = "Tab", most: int = 150) -> Stop:
        """Go on to the stop that begins with these words."""
        passed = []
        for _ in range(most):
            stop = self.next(key)
            assert stop is not None, f"never reached: {words}; passed {passed}"
            if stop.words.startswith(words) and group in stop.group and kind in (stop.tag, stop.kind, ""):
                return stop
            passed.append(stop.words[:40])
        raise AssertionError(f"never reached: {words}; passed {passed}")

    def walk(self, key: str = "Tab", last: Stop | None = None, most: int = 400) -> list[Stop]:
        """All stops from here to `last`, or to the end of the page. It has an end: nothing holds the keyboard."""
        found: list[Stop] = []
        for _ in range(most):
            stop = self.next(key)
            if stop is None or (found[1:] and stop.key == found[0].key):
                return found
            if not found or stop.key != found[-1].key:  # a date has a stop for each of its parts
                found.append(stop)
            if last is not None and stop.key == last.key:
                return found
        raise AssertionError(f"no end after {most} stops on {self.tab.url}: {[stop.words[:30] for stop in found[-6:]]}")


def against_reading(stops: list[Stop]) -> list[tuple[str, str]]:
    """Pairs of stops of which the later one stands first: left of the other in its line, or above it and in no column further right."""
    wrong = []
    for one, two in zip(stops, stops[1:], strict=False):
        in_line = two.box[1] < one.box[3] - 1 and one.box[1] < two.box[3] - 1
        above = two.box[3] <= one.box[1] + 1
        if ((in_line and two.box[0] < one.box[0] - 1) or (above and two.box[0] < one.box[2] - 1)) and not _inside(one, two):
            wrong.append((one.words[:50], two.words[:50]))
    return wrong


def _inside(outer: Stop, inner: Stop) -> bool:
    return all(a <= b + 1 for a, b in zip(outer.box[:2], inner.box[:2], strict=True)) and inner.box[3] <= outer.box[3] + 1
