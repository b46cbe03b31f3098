"""Facts, parameters, constants, policies: where values come from, and how facts are remembered."""

from __future__ import annotations

from osteon.engine import nodes as n
from osteon.engine.meaning import Build, Compiler, Read
from osteon.engine.reduce import reader
from osteon.engine.silence import Silence, remember, silent
from osteon.engine.situation import Looking, Situation

__all__ = ["BUILD"]


def _fact(compiler: Compiler, fact: n.Fact) -> Read:
    index = compiler.index.get(id(fact))
    if index is None:
        raise n.BuildError(f"fact {fact.id} is not part of the pathway")
    if fact.per_lesion:
        return _lesion_memory(compiler, fact, index)
    # Made when a patient first needs it: most records touch a part of the pathway only.
    inner: Read | None = None
    silence: Silence | None = None
    needs = compiler.needs.of(fact)

    def read(situation: Situation) -> tuple:
        nonlocal inner, silence
        value = situation.memo[index]
        if value is None:
            if needs & situation.said:
                if inner is None:
                    inner = _function(compiler, fact, index)
                value = inner(situation) if situation.lesion is None else _of_patient(situation, inner)
            else:
                if silence is None:
                    silence = _silence(compiler, fact, index)
                remember(situation, silence)
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
    bit = 1 << index
    if fact.reads is not None:
        assert fact.absence is not None
        value = silent(fact.reads, fact.absence, bit)
        causes = {index: "not-recorded"} if value[-2] else {}
        return Silence(value, bit, {}, {}, (causes, {})) if fact.per_lesion else Silence(value, bit, causes, {})
    nobody = compiler.nobody()
    function = _function(compiler, fact, index)
    if not fact.per_lesion:
        value = function(nobody)
        return Silence(value, nobody.looked | bit, nobody.causes, nobody.inner)
    # No lesion is there either: the name only keeps apart what is remembered of a lesion and of the patient.
    with Looking(nobody, ""):
        memory = nobody.lesion_memory[""]
        nobody.causes, nobody.chosen, nobody.inner = memory[1:]
        value = function(nobody)
    causes, _, inner = nobody.of_patient
    return Silence(value, nobody.looked, causes, inner, (memory[1], memory[3]))


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
    inner: Read | None = None
    silence: Silence | None = None
    needs = compiler.needs.of(fact)

    def read(situation: Situation) -> tuple:
        nonlocal inner, silence
        memory = situation.lesion_memory.get(situation.lesion)
        if memory is None:
            raise n.BuildError("a fact about a lesion was asked about the whole patient: use AnyLesion or CountLesions")
        value = memory[0].get(index)
        if value is None:
            if needs & situation.said:
                if inner is None:
                    inner = _function(compiler, fact, index)
                outer = (situation.causes, situation.chosen, situation.inner)
                _, situation.causes, situation.chosen, situation.inner = memory
                try:
                    value = inner(situation)
                finally:
                    situation.causes, situation.chosen, situation.inner = outer
            else:
                if silence is None:
                    silence = _silence(compiler, fact, index)
                remember(situation, silence)
                value = silence.value
            memory[0][index] = value
        return value

    return read


def _parameter(compiler: Compiler, node: n.Parameter) -> Read:
    value = compiler.settings.parameters.get(node.id, node.value)
    result = (value, value, 0, 0)
    return lambda situation: result


def _constant(compiler: Compiler, node: n.Constant) -> Read:
    result = (node.value, node.value, 0, 0)
    return lambda situation: result


def _policy(compiler: Compiler, node: n.Policy) -> Read:
    result = ((compiler.settings.policies.get(node.id, node.default),), 0, 0)
    return lambda situation: result


BUILD: dict[type, Build] = {n.Fact: _fact, n.Parameter: _parameter, n.Constant: _constant, n.Policy: _policy}
