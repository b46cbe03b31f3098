"""Advice about a lesion.

Advice that asks about lesions is given for each lesion by itself.
"""

from spec.small import Said, advice, ago, event, happening, lesion, question, somebody, verdicts

PAIN = question("pain", per_lesion=True)
TREATED = happening("treated", per_lesion=True)

TREAT = advice("treat", PAIN, applies=~TREATED)

THREE = somebody(
    event("pain", lesion="one", answer="present"),
    event("pain", lesion="two", answer="absent"),
    event("pain", lesion="three", answer="present"),
    event("treated", lesion="three"),
    lesions=[lesion("one"), lesion("two"), lesion("three"), lesion("four")],
)


def test_one_verdict_for_each_lesion():
    """Each lesion that the advice applies to has its verdict and its missing facts; the third one is treated already."""
    assert verdicts([TREAT], THREE) == {
        "treat/one": Said("met", set()),
        "treat/two": Said("not-met", set()),
        "treat/four": Said("unknown", {"pain"}),
    }


def test_no_lesion():
    """Where it applies to no lesion, the advice is not applicable: said once, so that nothing is left out in silence."""
    assert verdicts([TREAT]) == {"treat": Said("not-applicable", set())}
    treated = somebody(event("treated", lesion="one"), lesions=[lesion("one")])
    assert verdicts([TREAT], treated) == {"treat": Said("not-applicable", set())}


def test_a_lesion_that_appears_later():
    """A review of an earlier day gives no verdict about it."""
    who = somebody(lesions=[lesion("one", ago(10)), lesion("two", ago(5))])
    assert set(verdicts([TREAT], who, at=ago(7))) == {"treat/one"}


def test_an_exception_about_a_lesion():
    """Advice about lesions steps aside lesion by lesion."""
    other = advice("other", TREATED, excepts=("plain",))
    plain = advice("plain", PAIN)
    found = verdicts([plain, other], THREE)
    assert found["plain/one"].verdict == "met"
    assert "plain/three" not in found
