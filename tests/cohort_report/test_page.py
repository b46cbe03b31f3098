"""The page of a report: self-contained, the same numbers as its tables, safe with hostile words, whole without any figure."""

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser

import pyarrow as pa
import pytest

from cohort_report.invented import bars, curve, every, report, shares, skeleton
from osteon.cohort.report.cells import MOST_ROWS, shown_table
from osteon.cohort.report.drawn import MOST_PERIODS, drawings
from osteon.cohort.report.figure import CHARTS, Figure
from osteon.cohort.report.page import Key, Report, render_report

HOSTILE = '</title></style><script>alert("x")</script><img src=x onerror=alert(1)>'
VOID = {"meta", "br", "link", "hr", "img", "input"}


class Page(HTMLParser):
    """Tags, and whether they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if attributes.get(name)]


def cells(page: str, id: str) -> list[list[str]]:
    """The rows of the table of one figure, as the page shows them."""
    article = page.split(f'id="{id}"', 1)[1].split("</article>", 1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", article.split("<tbody>", 1)[1].split("</tbody>", 1)[0], flags=re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)] for row in rows]


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(report(*every(), keys=(Key("5", "in all", "survival"),), terms=(("Index day", "the first"),)))


def test_there_is_a_figure_of_each_kind():
    assert {figure.chart for figure in every()} == {*CHARTS, None}


def test_nothing_is_fetched_and_nothing_runs(page: str):
    tags = Page(page).tags
    assert not {"script", "iframe", "link", "img", "object", "form", "use", "image"} & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on") or name == "style"]
    assert not re.search("https?:", page.replace("http://www.w3.org/2000/svg", ""))
    style = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in unescape(page)


def test_the_page_is_whole_and_its_ids_and_links_are(page: str):
    found = Page(page)
    assert not found.unbalanced and not found.open
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert not [link for link in found.values("href") if link.removeprefix("#") not in ids]
    for name in ("aria-labelledby",):
        assert not [word for value in found.values(name) for word in value.split() if word not in ids]


def test_headings_go_down_by_one(page: str):
    levels = [int(tag[1]) for tag, _ in Page(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_figure_has_its_title_words_definition_and_table(page: str):
    for figure in every():
        article = page.split(f'id="{figure.id}"', 1)[1].split("</article>", 1)[0]
        assert figure.title in article and figure.says in article and figure.definition in article
        assert article.count("<svg") == (0 if figure.chart is None else 2)
        assert len(cells(page, figure.id)) == len(shown_table(figure).rows) > 0


@pytest.mark.parametrize("figure", every(), ids=lambda figure: figure.id)
def test_the_table_of_the_page_says_what_the_table_holds(figure: Figure, page: str):
    """Read back from the page, every number is that of a row of the table, as far as its digits go."""
    whole = {tuple(row) for row in zip(*(column.to_pylist() for column in figure.table.columns), strict=True)}
    for row in cells(page, figure.id):
        assert any(all(same(said, value) for said, value in zip(row, other, strict=True)) for other in whole), row


def same(said: str, value: object) -> bool:
    if value is None:
        return said in ("–", "not known")
    if isinstance(value, bool):
        return said == ("yes" if value else "no")
    if isinstance(value, str):
        return said == value
    plain = said.replace("\N{NO-BREAK SPACE}", "").replace(",", "")
    share = plain.endswith("%")
    number = plain.rstrip("%").lstrip("<>")
    read = float(number) / (100 if share else 1)
    least = 10 ** -len(number.partition(".")[2]) / (100 if share else 1)
    return abs(read - value) <= least * (1.01 if plain[0] in "<>" else 0.501)


def test_long_tables_are_cut_and_say_so():
    rows = bars([(f"kind {one}", one) for one in range(1000, 0, -1)])
    shown = shown_table(rows)
    assert (len(shown.rows), shown.left_away) == (MOST_ROWS, 1000 - MOST_ROWS)
    assert "all 1,000 rows are in <code>types.csv</code>" in render_report(report(rows))
    quarters = [f"{2000 + one // 4} Q{one % 4 + 1}" for one in range(60)]
    late = shares(quarters, [20] * 60, [10] * 60, "control")
    assert [row[0] for row in shown_table(late).rows] == quarters[-MOST_PERIODS:]


def test_a_curve_is_read_off_at_the_ticks_of_its_axis():
    made = curve({"all": 4000})
    assert 2 <= len(shown_table(made).rows) <= 8
    assert shown_table(made).left_away == made.table.num_rows - len(shown_table(made).rows)


EMPTY = [
    curve({}), curve({}, "survival"), curve({}, "mean-number"), bars([]), bars([("a", 0)]), bars([("a", None)]),
    shares(["a"], [0], [None]), shares(["a"], [0], [None], "control"), shares([], [], []), shares([], [], [], "control"),
    skeleton([("rib", "Ribs", 0, 0.0)]), skeleton([("rib", "Ribs", None, None)]), skeleton([("hip", "Hip", 5, 0.5)]),
]  # fmt: skip


@pytest.mark.parametrize("figure", EMPTY, ids=lambda figure: figure.chart)
def test_where_there_is_nothing_to_draw_the_page_says_so(figure: Figure):
    page = render_report(report(figure))
    found = Page(page)
    assert not found.unbalanced and "nan" not in page and "None" not in page
    assert "<svg" not in page and "There is nothing to draw." in page


@pytest.mark.parametrize("people", [1, 2, 19, 21])
@pytest.mark.parametrize("kind", ["incidence", "survival", "mean-number"])
def test_curves_of_very_few_are_drawn_to_their_end(people: int, kind: str):
    made = curve({"all": people}, kind)
    page = render_report(report(made))
    assert page.count("<svg") == 2 and not Page(page).unbalanced and ">nan" not in page


def test_more_groups_than_can_be_told_apart_are_in_the_table():
    made = curve({f"group {one}": 30 + 10 * one for one in range(9)})
    (wide,) = drawings(made)["wide"]
    assert "group 8" in wide and "group 0" not in wide
    assert {row[0] for row in shown_table(made).rows} == {f"group {one}" for one in range(9)}


def test_hostile_words_stay_words():
    evil = pa.table({"label": [HOSTILE], "count": [3]})
    words = {
        "title": HOSTILE,
        "says": HOSTILE,
        "definition": f"{HOSTILE} `{HOSTILE}`",
        "notes": (HOSTILE,),
        "axis": HOSTILE,
    }
    figures = [
        Figure(id="bars", table=evil, chart="bars", **words),
        Figure(id="curve", table=curve({HOSTILE: 50, "b": 50}).table, chart="incidence", **words),
        Figure(id="funnel", table=shares([HOSTILE], [50], [3]).table, chart="funnel", **words),
        Figure(id="bones", table=skeleton([("rib", HOSTILE, 3, 0.3)]).table, chart="skeleton", **words),
    ]
    made = report(
        *figures, title=HOSTILE, about=((HOSTILE, HOSTILE),), keys=(Key(HOSTILE, HOSTILE, "bars"),),
        summary=(("bars", HOSTILE, HOSTILE),), terms=((HOSTILE, HOSTILE),), sources=((HOSTILE, HOSTILE),),
    )  # fmt: skip
    page = render_report(made)
    found = Page(page)
    assert not {"script", "img"} & {tag for tag, _ in found.tags} and not found.unbalanced
    assert page.count("&lt;script&gt;") > 10


def test_a_report_of_nothing_is_a_page():
    page = render_report(Report(title="Nothing", about=()))
    assert not Page(page).unbalanced and "Nothing" in page
