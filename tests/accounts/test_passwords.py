"""What a password has to be, and what is kept of it; how guessing is slowed down."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.serve.accounts import passwords
from osteon.serve.accounts.tries import Tries, browser_of, mark_for

OWN = ("nora.keller", "osteon.hospital.example", "hospital")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevensigns",  # 11
        "x" * 129,
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "ponmlkjihgfedcba",
        "123123123123123",
        "password1234",
        "P@ssw0rd!P@ssw0rd!",
        "passwordpassword",
        "Qwertyuiop123456",
        "1q2w3e4r5t6y" [:11],
        "Osteon2026Osteon!",
        "nora.keller1234",
        "Welcome2026!!",
        "hospital.hospital",
        "Contraseña2026",
    ],
)
def test_passwords_that_are_refused(password: str):
    assert passwords.objection(password, OWN)


@pytest.mark.parametrize(
    "password",
    [
        "kestrel plum forty two",
        "twelve-signs",
        "x9" * 3 + "Lw#kQ2!",
        "grün ist die Heide, sagt sie",
        "пять слов без всякого смысла",
        "  spaces at both ends  ",
        "🦴🩻 and twelve more",
        "y" * 3 + "Mv7 tulip harbour" + "z" * 100,
    ],
)
def test_passwords_that_are_taken(password: str):
    assert passwords.objection(password, OWN) is None


def test_length_at_the_limits():
    sound = "kestrel plum forty two grey harbours" * 4
    assert str(passwords.SHORTEST) in str(passwords.objection(sound[:11], OWN))
    assert passwords.objection(sound[:12], OWN) is None
    assert passwords.objection(sound[:128], OWN) is None
    assert str(passwords.LONGEST) in str(passwords.objection(sound[:129], OWN))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str):
    found = passwords.objection(text, OWN)
    assert found is None or text not in found or len(text) < 4


def test_what_is_kept_is_argon2id_and_opens_with_the_same_password_only():
    kept = passwords.hashed("kestrel plüm forty two")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert passwords.is_right(kept, "kestrel plüm forty two")
    assert passwords.is_right(kept, unicodedata.normalize("NFD", "kestrel plüm forty two"))
    assert not passwords.is_right(kept, "kestrel plüm forty twö")
    assert not passwords.is_right(kept, "")
    assert not passwords.is_right(kept, "k" * 100_000)
    assert not passwords.is_right(None, "the password of nobody")
    assert not passwords.is_right("damaged", "kestrel plüm forty two")
    assert not passwords.needs_new_hash(kept)
    assert passwords.needs_new_hash(kept.replace("t=3", "t=2"))


def test_the_first_tries_are_free_and_then_each_waits_twice_as_long():
    tries, at, waits = Tries(3, 60), 1000.0, []
    for _ in range(10):
        wait = tries.wait("nora", at)
        waits.append(wait)
        at += wait
        if wait:
            assert tries.wait("nora", at) == 0
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60]
    assert tries.wait("otto", at) == 0


def test_a_right_one_clears_the_count_and_so_does_time():
    tries = Tries(1, 300)
    assert [tries.wait("nora", 0.0), tries.wait("nora", 0.0) > 0] == [0, True]
    tries.clear("nora")
    assert tries.wait("nora", 0.0) == 0
    for at in (1.0, 3.0, 7.0, 15.0):
        tries.wait("nora", at)
    assert tries.wait("nora", 16.0) > 0
    assert [tries.wait("nora", 5000.0), tries.wait("nora", 5000.5) > 0] == [0, True]


def test_many_at_once_do_not_slip_through_and_strangers_do_not_fill_the_memory():
    tries = Tries(5, 300)
    assert [tries.wait("nora", 0.0) for _ in range(100)].count(0) == 5
    for number in range(Tries.MOST + 10):
        tries.wait(str(number), 0.0)
    assert len(tries._made) == Tries.MOST


def test_a_browser_is_known_again_for_its_account_only():
    key, other = "ab" * 32, "cd" * 32
    mark = mark_for("0011", key)
    assert browser_of(mark, "0011", key)
    assert browser_of(mark, "0012", key) is None
    assert browser_of(mark, "0011", other) is None
    for broken in (None, "", "0011", "0011..", mark[:-1], mark + "0", mark.replace(".", ","), "0011.ü.ü"):
        assert browser_of(broken, "0011", key) is None
    assert browser_of(mark_for("0011", key), "0011", key) != browser_of(mark, "0011", key)
