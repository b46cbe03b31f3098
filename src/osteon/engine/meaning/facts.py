"""Facts, parameters, constants, policies: where values come from, and how facts are remembered."""

from __future__ import annotations

from osteon.engine import nodes as n
from osteon.engine.meaning import Build, Compiler, Read
from osteon.engine.reduce import reader
from osteon.engine.settings import Settings
from osteon.engine.silence import Silence, silent
from osteon.engine.situation import Looking, Situation

__all__ = ["BUILD", "settled"]


def _fact(compiler: Compiler, fact: n.Fact) -> Read:
    index = compiler.index.get(id(fact))
    if index is None:
        raise n.BuildError(f"fact {fact.id} is not part of the pathway")
    if fact.per_lesion:
        return _lesion_memory(compiler, fact, index)
    silence: Silence | None = None
    needs = compiler.needs.of(fact)

    inner: Read

    def first(situation: Situation) -> tuple:
        # Made when a patient first needs it: most records touch a part of the pathway only.
        nonlocal inner
        inner = _function(compiler, fact, index)
        return inner(situation)

    inner = first

    def read(situation: Situation) -> tuple:
        nonlocal silence
        value = situation.memo[index]
        if value is not None:
            return value
        if needs & situation.said:
            value = inner(situation) if situation.lesion is None else _of_patient(situation, inner)
        else:
            if silence is None:
                silence = _silence(compiler, fact, index)
            situation.looked |= silence.looked
            if silence.causes:
                situation.of_patient[0].update(silence.causes)
            value = silence.value
        situation.memo[index] = value
        return value

    return read


def _function(compiler: Compiler, fact: n.Fact, index: int) -> Read:
    if fact.reads is not None:
        assert fact.absence is not None
        return reader(index, fact.reads, fact.absence, compiler.compile, compiler.selections)
    assert fact.computes is not None
    return _named(index, 1 << index, fact.kind, compiler.compile(fact.computes))


def _silence(compiler: Compiler, fact: n.Fact, index: int) -> Silence:
    """The value of a fact for a patient of whom nothing is known."""
    found = compiler.silences[index] = _said_by_silence(compiler, fact, index)
    return found


def _said_by_silence(compiler: Compiler, fact: n.Fact, index: int) -> Silence:
    bit = 1 << index
    if fact.reads is not None:
        assert fact.absence is not None
        value = silent(fact.reads, fact.absence, bit)
        causes = {index: "not-recorded"} if value[-2] else {}
        return Silence(value, bit, {}, 0, causes) if fact.per_lesion else Silence(value, bit, causes)
    nobody = compiler.nobody()
    function = _function(compiler, fact, index)
    if not fact.per_lesion:
        value = function(nobody)
        return Silence(value, nobody.looked | bit, nobody.causes, nobody.inner[index])
    # No lesion is there either: the name only keeps apart what is remembered of a lesion and of the patient.
    with Looking(nobody, ""):
        value = function(nobody)
        return Silence(value, nobody.looked, nobody.of_patient[0], nobody.inner[index], nobody.causes)


def _of_patient(situation: Situation, inner: Read) -> tuple:
    """A fact about the patient that is first asked while looking at a lesion: its reasons stay with the patient."""
    lesion, books = situation.lesion, (situation.causes, situation.chosen, situation.inner)
    situation.lesion = None
    situation.causes, situation.chosen, situation.inner = situation.of_patient
    try:
        return inner(situation)
    finally:
        situation.lesion = lesion
        situation.causes, situation.chosen, situation.inner = books


def _named(index: int, bit: int, kind: str, compute: Read) -> Read:
    """A computed fact stands for itself in the reasons; what it rests on is remembered beside it."""
    if kind == "number":

        def number(situation: Situation) -> tuple:
            low, high, missing, support = compute(situation)
            situation.inner[index] = support
            return (low, high, missing, bit if low is not None else 0)

        return number

    def other(situation: Situation) -> tuple:
        value, missing, support = compute(situation)
        situation.inner[index] = support
        return (value, missing, bit if value is not None else 0)

    return other


def _lesion_memory(compiler: Compiler, fact: n.Fact, index: int) -> Read:
    silence: Silence | None = None
    needs = compiler.needs.of(fact)

    inner: Read

    def first(situation: Situation) -> tuple:
        nonlocal inner
        inner = _function(compiler, fact, index)
        return inner(situation)

    inner = first

    def read(situation: Situation) -> tuple:
        nonlocal silence
        value = situation.of_lesion.get(index)
        if value is not None:
            return value
        if situation.lesion is None:
            raise n.BuildError("a fact about a lesion was asked about the whole patient: use AnyLesion or CountLesions")
        if needs & situation.said:
            value = inner(situation)
        else:
            if silence is None:
                silence = _silence(compiler, fact, index)
            situation.looked |= silence.looked
            if silence.causes:
                situation.of_patient[0].update(silence.causes)
            if silence.causes_of_lesion:
                situation.causes.update(silence.causes_of_lesion)
            value = silence.value
        situation.of_lesion[index] = value
        return value

    return read


def settled(node: n.Parameter | n.Constant | n.Policy, settings: Settings) -> tuple:
    """The value of what is the same for every patient."""
    if isinstance(node, n.Policy):
        return ((settings.policies.get(node.id, node.default),), 0, 0)
    value = settings.parameters.get(node.id, node.value) if isinstance(node, n.Parameter) else node.value
    return (value, value, 0, 0)


def _settled(compiler: Compiler, node: n.Parameter | n.Constant | n.Policy) -> Read:
    result = settled(node, compiler.settings)
    return lambda situation: result


BUILD: dict[type, Build] = {n.Fact: _fact, n.Parameter: _settled, n.Constant: _settled, n.Policy: _settled}
