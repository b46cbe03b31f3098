"""Random trees of every kind of node, for tests that hold whatever the tree is. No medicine, and little sense.

`Trees(draw)` makes nodes. All numbers are in the unit `1`, so that any two can be joined; what has another unit is multiplied
by one of these. Within `lesion=True` a node may be about a lesion.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from generative import vocabulary as v
from osteon.engine import events as e
from osteon.engine import nodes as n
from osteon.engine.rules import Recommendation
from spec.small import DAY, advice

Draw = Callable[[Any], Any]


class Trees:
    """Makes nodes out of what `draw` gives. `parameters` and `policies` are those that it made so far, by id."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.parameters: dict[str, n.Parameter] = {}
        self.policies: dict[str, n.Policy] = {}
        self._facts: list[n.Fact] = []
        self._made = 0
        self._filters = draw(st.sampled_from((0, 0, 1, 2)))
        """How many filters a selection has at most: where there are many, little passes all."""

    # -- what trees end in --

    def _name(self, kind: str) -> str:
        self._made += 1
        return f"{kind}-{self._made}"

    def _pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def _yes(self) -> bool:
        return self.draw(st.booleans())

    def parameter(self, unit: str = "1", values: Any = v.decimals) -> n.Parameter:
        name = self._name("PARAMETER")
        found = self.parameters[name] = n.Parameter(
            id=name, value=self.draw(values), in_unit=unit, source="TEXTBOOK", locator="p. 1", date="2020",
            checked=self._pick("primary", "primary", "derived", "memory"),
        )  # fmt: skip
        return found

    def number_there(self, unit: str = "1", values: Any = v.decimals) -> n.Node:
        """A number that does not hang on the patient."""
        return self.parameter(unit, values) if self._yes() else n.Constant(value=self.draw(values), in_unit=unit)

    def policy(self) -> n.Policy:
        name = self._name("POLICY")
        found = self.policies[name] = n.Policy(
            id=name, options=("present", "absent", "here"), default="present", question="?", reason="To try it out."
        )
        return found

    def fact(self, kind: str, unit: str | None, lesion: bool, make: Callable[[], n.Fact]) -> n.Fact:
        """A new fact, or one that is there and fits."""
        known = [
            fact for fact in self._facts if fact.kind == kind and fact.unit == unit and (lesion or not fact.per_lesion)
        ]
        if known and self.draw(st.integers(0, 2)) == 0:
            return self.draw(st.sampled_from(known))
        found = make()
        self._facts.append(found)
        return found

    def computed(self, node: n.Node) -> n.Fact:
        name = self._name("computed")
        found = n.Fact(id=name, label=name, computes=node)
        self._facts.append(found)
        return found

    def read(self, reads: e.Reduction) -> n.Fact:
        name = self._name(f"{reads.how}-{reads.field}")
        choices: list[n.Absence] = [n.unknown("nobody may have asked")]
        if reads.can_be_absent:
            choices += [n.absent("it would be on record")] * 2
        if reads.how in ("latest", "earliest"):
            choices.append(n.stale(self.parameter("d", v.days), "it changes"))
        return n.Fact(id=name, label=name, reads=reads, absence=self._pick(*choices))

    # -- which events --

    def events(self, lesion: bool, depth: int, concepts: Any = None) -> e.Events:
        filters: dict[str, Any] = {"concepts": concepts or self.draw(v.CONCEPT_LISTS)}
        for name in self.draw(st.lists(st.sampled_from(v.FILTERS), max_size=self._filters)):
            if name in v.WORD_FILTERS:
                filters[name] = tuple(self.draw(st.lists(st.sampled_from(v.WORD_FILTERS[name]), min_size=1, max_size=4)))
            elif name == "within":
                filters[name] = self.number_there("d", v.days) if self._yes() else self.span_of_days(lesion, depth)
            elif name in ("since", "before"):
                filters[name] = self.date(lesion, depth - 1)
            elif name in ("dose_above", "dose_below"):
                filters[name] = self.number_there() if self._yes() else self.sum_there()
            elif name == "as_needed":
                filters[name] = self._yes()
            elif name == "with_value":
                filters[name] = True
        return e.Events(per_lesion=lesion and self._pick(True, True, False), **filters)

    def sum_there(self) -> n.Node:
        return n.Arithmetic(
            operator=self._pick("+", "-", "*"), left=self.number_there(), right=self.number_there(), result="1"
        )

    # -- numbers --

    def number(self, lesion: bool = False, depth: int = 3) -> n.Node:
        """A number in the unit `1`."""
        if depth <= 0:
            return self.number_there() if self.draw(st.integers(0, 3)) == 0 else self.figure(lesion, depth)
        return getattr(self, f"_{self._pick(*NUMBERS)}")(lesion, depth)

    def figure(self, lesion: bool, depth: int) -> n.Node:
        """A number that is read from the record."""
        return self.fact("number", "1", lesion, lambda: self.read(self._figure(lesion, depth)))

    def _figure(self, lesion: bool, depth: int) -> e.Reduction:
        how = self._pick("latest", "latest", "latest", "earliest", "daily_dose", "single_dose", "least")
        if how in ("latest", "earliest"):
            field = self._pick(*v.FIGURES)
            make = e.latest if how == "latest" else e.earliest
            return make(self.events(lesion, depth), field, unit="1", factor=self.draw(v.FACTORS))
        factors = [
            e.Factor(
                concepts=tuple(self.draw(st.lists(st.sampled_from(v.CONCEPTS), min_size=1, max_size=3))),
                routes=self._pick((), ("oral",), v.ROUTES), value=self._counts_for(lesion, depth), of=self._pick("dose", "dose", "rate"),
            )
            for _ in range(self.draw(st.integers(1, 2)))
        ]  # fmt: skip
        if how == "single_dose":
            return e.single_dose(self.events(lesion, depth), *factors, unit="1")
        return e.daily_dose(self.events(lesion, depth), *factors, unit="1", least=how == "least")

    def _counts_for(self, lesion: bool, depth: int) -> n.Node:
        """What a dose is multiplied with: nearly always a parameter, but it may hang on what is known of the patient."""
        if self.draw(st.integers(0, 3)):
            return self.number_there()
        known = n.Known(of=self.condition(False, depth - 1))
        return n.Choose(cases=((known, self.number_there()),), otherwise=self.number_there())

    def _leaf(self, lesion: bool, depth: int) -> n.Node:
        return self.number(lesion, 0)

    def _bare(self, node: n.Node) -> n.Node:
        """A number in another unit as one in the unit `1`."""
        return n.Arithmetic(operator="*", left=node, right=n.constant(1), result="1")

    def _arithmetic(self, lesion: bool, depth: int) -> n.Node:
        operator = self._pick(*"+-*/+-*/^")
        right = self.number_there(values=v.small) if operator == "^" and self._yes() else self.number(lesion, depth - 1)
        return n.Arithmetic(operator=operator, left=self.number(lesion, depth - 1), right=right, result="1")

    def _there_and_back(self, lesion: bool, depth: int) -> n.Node:
        return self.nearly(self.number(lesion, depth - 2))

    def nearly(self, number: n.Node) -> n.Node:
        """A number divided by another one and multiplied with it again, and the like: quite, or nearly, what it was."""
        by = self.number_there()
        there, back = self._pick(("/", "*"), ("/", "*"), ("-", "+"), ("*", "/"), ("+", "-"))
        inner = n.Arithmetic(operator=there, left=number, right=by, result="1")
        return n.Arithmetic(operator=back, left=inner, right=by, result="1")

    def another(self, number: n.Node, lesion: bool, depth: int) -> n.Node:
        """A number beside one: any other, or nearly the same."""
        return self.number(lesion, depth) if self._pick(True, False, True) else self.nearly(number)

    def _hull(self, lesion: bool, depth: int) -> n.Node:
        low = self.number(lesion, depth - 1)
        return n.Hull(low=low, high=self.another(low, lesion, depth - 1), missing_of=self.any(lesion, depth - 1))

    def _greatest(self, lesion: bool, depth: int) -> n.Node:
        of = [self.number(lesion, depth - 1)]
        of += [self.another(of[0], lesion, depth - 1) for _ in range(self.draw(st.integers(0, 2)))]
        return n.Greatest(of=tuple(of))

    def _choose_number(self, lesion: bool, depth: int) -> n.Node:
        first = self.number(lesion, depth - 1)
        return self._choice(lesion, depth, lambda: self._pick(first, self.another(first, lesion, depth - 1)))

    def _choice(self, lesion: bool, depth: int, value: Callable[[], Any]) -> n.Choose:
        cases = tuple((self.condition(lesion, depth - 1), value()) for _ in range(self.draw(st.integers(1, 3))))
        return n.Choose(cases=cases, otherwise=value() if self._yes() else None)

    def span_of_days(self, lesion: bool, depth: int) -> n.Node:
        return n.DaysSince(of=self.date(lesion, depth - 1))

    def _days_since(self, lesion: bool, depth: int) -> n.Node:
        return self._bare(self.span_of_days(lesion, depth))

    def _hours_since(self, lesion: bool, depth: int) -> n.Node:
        return self._bare(n.HoursSince(of=self.moment(lesion, depth - 1)))

    def _points(self, lesion: bool, depth: int) -> n.Node:
        of = self.category(lesion, depth - 1)
        table = tuple((word, self.draw(st.integers(0, 3))) for word in dict.fromkeys(of.categories))
        return self._bare(n.Points(of=of, table=table))

    def _count_lesions(self, lesion: bool, depth: int) -> n.Node:
        return self._bare(n.CountLesions(of=self.about_lesions(depth - 1)))

    def _count(self, lesion: bool, depth: int) -> n.Node:
        return self._bare(
            self.fact("number", "{count}", lesion, lambda: self.read(e.count(self.events(lesion, depth - 1))))
        )

    def _age(self, lesion: bool, depth: int) -> n.Node:
        return self._bare(self.fact("number", "a", lesion, lambda: self.read(e.patient("age"))))

    def _computed_number(self, lesion: bool, depth: int) -> n.Node:
        return self.fact("number", "1", lesion, lambda: self.computed(self.number(lesion, depth - 1)))

    # -- dates and moments --

    def date(self, lesion: bool, depth: int) -> n.Node:
        if depth <= 0:
            return self._date(lesion, depth)
        pick = self._pick("read", "read", "read", "greatest", "choose", "later", "hull", "computed")
        if pick == "greatest":
            return n.Greatest(of=tuple(self.date(lesion, depth - 1) for _ in range(self.draw(st.integers(1, 3)))))
        if pick == "choose":
            return self._choice(lesion, depth, lambda: self.date(lesion, depth - 1))
        if pick == "later":
            more = self.number_there("d", v.days) if self._yes() else self.span_of_days(lesion, depth - 1)
            return n.Arithmetic(operator="+", left=self.date(lesion, depth - 1), right=more, result="date")
        if pick == "hull":
            one, two = self.date(lesion, depth - 1), self.date(lesion, depth - 1)
            return n.Hull(low=one, high=two, missing_of=self.any(lesion, depth - 1))
        return self.computed(self.date(lesion, depth - 1)) if pick == "computed" else self._date(lesion, depth)

    def _date(self, lesion: bool, depth: int) -> n.Node:
        pick = self._pick("constant", "birth", "death", "start", "start", "first", "end")
        if pick == "constant":
            day = DAY.toordinal() + self.draw(st.sampled_from((-400, -30, -1, 0, 1)))
            return n.Constant(value=Decimal(day), in_unit="date")

        def make() -> n.Fact:
            if pick in ("birth", "death"):
                return self.read(e.patient(pick))
            events = self.events(lesion, depth - 1)
            return self.read(e.earliest(events) if pick == "first" else e.latest(events, pick))

        return self.fact("number", "date", lesion, make)

    def moment(self, lesion: bool, depth: int) -> n.Node:
        if depth > 0 and self.draw(st.integers(0, 3)) == 0:
            return n.Greatest(of=tuple(self.moment(lesion, depth - 1) for _ in range(2)))
        if self.draw(st.integers(0, 7)) == 0:
            return n.Constant(value=Decimal(485_856 + self.draw(st.integers(-30, 30))), in_unit="moment")
        make = self._pick(e.latest, e.earliest)
        return self.fact(
            "number", "moment", lesion, lambda: self.read(make(self.events(lesion, depth - 1), "moment"))
        )  # fmt: skip

    # -- conditions --

    def condition(self, lesion: bool = False, depth: int = 3) -> n.Node:
        if depth <= 0:
            return self._told(lesion, depth)
        return getattr(self, f"_{self._pick(*CONDITIONS)}")(lesion, depth)

    def _told(self, lesion: bool, depth: int) -> n.Node:
        def make() -> n.Fact:
            return self.read(self._pick(e.exists, e.present)(self.events(lesion, depth)))

        return self.fact("boolean", None, lesion, make)

    def _all(self, lesion: bool, depth: int) -> n.Node:
        return n.All(of=tuple(self.condition(lesion, depth - 1) for _ in range(self.draw(st.integers(0, 3)))))

    def _any(self, lesion: bool, depth: int) -> n.Node:
        return n.Any(of=tuple(self.condition(lesion, depth - 1) for _ in range(self.draw(st.integers(0, 3)))))

    def _not(self, lesion: bool, depth: int) -> n.Node:
        return n.Not(of=self.condition(lesion, depth - 1))

    def _compare(self, lesion: bool, depth: int) -> n.Node:
        left = self.number(lesion, depth - 1)
        right = left if self.draw(st.integers(0, 9)) == 0 else self.another(left, lesion, depth - 2)
        return n.Compare(operator=self._pick("<", "<=", ">", ">="), left=left, right=right)

    def _compare_days(self, lesion: bool, depth: int) -> n.Node:
        left, right = self.span_of_days(lesion, depth), self.number_there("d", v.days)
        return n.Compare(operator=self._pick("<", "<=", ">", ">="), left=left, right=right)

    def _compare_hours(self, lesion: bool, depth: int) -> n.Node:
        right = n.constant(self._pick(0, 1, 23, 24, 36, 48, "12.5", "0.333333"), "h")
        if self.draw(st.integers(0, 3)) == 0:
            right = n.HoursSince(of=self.moment(lesion, depth - 1))
        left = n.HoursSince(of=self.moment(lesion, depth - 1))
        return n.Compare(operator=self._pick("<", "<=", ">", ">="), left=left, right=right)

    def _compare_dates(self, lesion: bool, depth: int) -> n.Node:
        left, right = self.date(lesion, depth - 1), self.date(lesion, depth - 1)
        return n.Compare(operator=self._pick("<", "<=", ">", ">="), left=left, right=right)

    def _one_of(self, lesion: bool, depth: int) -> n.Node:
        of = self.category(lesion, depth - 1)
        words = self.draw(st.lists(st.sampled_from(of.categories), min_size=1, max_size=3, unique=True))
        return n.OneOf(of=of, words=tuple(words))

    def _known(self, lesion: bool, depth: int) -> n.Node:
        return n.Known(of=self.any(lesion, depth - 1))

    def _any_lesion(self, lesion: bool, depth: int) -> n.Node:
        return n.AnyLesion(of=self.about_lesions(depth - 1))

    def _choose_condition(self, lesion: bool, depth: int) -> n.Node:
        return self._choice(lesion, depth, lambda: self.condition(lesion, depth - 1))

    def _computed_condition(self, lesion: bool, depth: int) -> n.Node:
        return self.fact("boolean", None, lesion, lambda: self.computed(self.condition(lesion, depth - 1)))

    def about_lesions(self, depth: int) -> n.Node:
        """A condition that is about a lesion for sure."""
        found = self.condition(True, depth)
        return found if found.per_lesion else n.All(of=(found, n.Not(of=self._of_one_lesion())))

    def _of_one_lesion(self) -> n.Node:
        return self.read(e.present(e.Events(concepts=self.draw(v.CONCEPT_LISTS), per_lesion=True)))

    # -- categories --

    def category(self, lesion: bool = False, depth: int = 3) -> n.Node:
        if depth <= 0:
            return self._word(lesion, depth)
        pick = self._pick("word", "word", "policy", "band", "band", "choose", "computed")
        if pick == "policy":
            return self.policy()
        if pick == "band":
            of = self.number(lesion, depth - 1)
            edges = tuple(self._edge(of, lesion) for _ in range(self.draw(st.integers(1, 3))))
            return n.Band(of=of, edges=edges, labels=tuple("wxyz"[: len(edges) + 1]), upper_inclusive=self._yes())
        if pick == "choose":
            return self._choice(
                lesion, depth, lambda: self._pick(*"xyz") if self._yes() else self.category(lesion, depth - 1)
            )
        return self.computed(self.category(lesion, depth - 1)) if pick == "computed" else self._word(lesion, depth)

    def _edge(self, of: n.Node, lesion: bool) -> n.Node:
        pick = self._pick("there", "there", "read", "near")
        return self.number(lesion, 0) if pick == "read" else self.nearly(of) if pick == "near" else self.number_there()

    def _word(self, lesion: bool, depth: int) -> n.Node:
        def make() -> n.Fact:
            pick = self._pick("sex", "word", "word", "word", "lesion" if lesion else "word")
            if pick == "sex":
                return self.read(e.patient("sex"))
            if pick == "lesion":
                return self.read(self._pick(e.of_lesion("site", v.PARTS), e.of_lesion("laterality", v.SIDES)))
            words = tuple(self.draw(st.lists(st.sampled_from((*v.ANSWERS, *v.SITES)), min_size=1, max_size=5, unique=True)))
            make = self._pick(e.latest, e.latest, e.earliest)
            return self.read(make(self.events(lesion, depth), self._pick(*v.WORDS), categories=words))

        return self.fact("category", None, lesion, make)

    # -- whatever --

    def any(self, lesion: bool = False, depth: int = 3) -> n.Node:
        return self._pick(self.number, self.condition, self.category, self.date)(lesion, depth)

    def advice(self, name: str, lesion: bool, excepts: tuple[str, ...] = ()) -> Recommendation:
        return advice(
            name,
            self.condition(lesion),
            self.condition(lesion, 2),
            unless=self.condition(lesion, 1) if self._yes() else None,
            excepts=excepts,
        )


NUMBERS = (
    "leaf", "leaf", "leaf", "arithmetic", "arithmetic", "arithmetic", "there_and_back", "hull", "greatest", "choose_number",
    "days_since", "hours_since", "points", "count_lesions", "count", "age", "computed_number",
)  # fmt: skip
CONDITIONS = (
    "told", "all", "any", "not", "compare", "compare", "compare", "compare", "compare_days", "compare_hours", "compare_dates",
    "one_of", "known", "any_lesion", "choose_condition", "computed_condition",
)  # fmt: skip
