"""Three worked patients of the project: what a tumour board must find on the page, and what it must not."""

import pytest

from house import tree
from osteon import review_record

EXAMPLES = tree.ROOT / "examples"


@pytest.fixture(scope="module", params=["spine-and-cord", "femur-borderline", "bone-only", "spine-and-femur"])
def any_review(request):
    return review_record(EXAMPLES / f"{request.param}.json")


def review_of(name):
    return review_record(EXAMPLES / f"{name}.json")


def met(review):
    return {(item["id"], item["lesion"]): item for item in review.findings if item["verdict"] == "met"}


def shown(review):
    """What a reader meets before the information: met, not folded into a stronger finding."""
    found = met(review)
    return [item for item in found.values() if not item["folded_into"] and item["urgency"] != "info"]


def score(review, id, lesion):
    return next(item for item in review.to_dict()["scores"] if (item["id"], item["lesion"]) == (id, lesion))


def test_every_example_is_read_in_full(any_review):
    assert not any_review.partial
    assert [item["message"] for item in any_review.problems if "entered in error" not in item["message"]] == []


def test_no_example_buries_its_reader(any_review):
    assert len(shown(any_review)) <= 16
    assert any_review.to_dict()["conflicts"] == []


def test_every_met_finding_has_reason_entry_and_source(any_review):
    for item in met(any_review).values():
        assert item["evidence"]
        assert any(part["sources"] for part in item["because"]), item["id"]


# --- an unstable spine with cord signs ------------------------------------------------------------------------------


def test_the_cord_comes_first_then_the_unstable_level():
    review = review_of("spine-and-cord")
    order = [item["id"] for item in shown(review)]
    assert order[:2] == ["mscc-immediate", "mscc-dex-16"]
    assert met(review)["sp-sins-unstable", "vertebra.T12"]["urgency"] == "urgent"
    assert order.index("sp-sins-unstable") < order.index("pain-laxative")


def test_each_level_has_its_own_score():
    review = review_of("spine-and-cord")
    unstable, open_ = score(review, "sins", "vertebra.T12"), score(review, "sins", "vertebra.L2")
    assert (unstable["low"], unstable["high"], unstable["category"]) == (16, 16, "unstable")
    assert (open_["low"], open_["high"], open_["category"]) == (6, 9, None)
    assert open_["possible"] == ["stable", "potentially-unstable"]
    (missing,) = open_["missing"]
    assert "pain" in missing["label"].lower()


def test_no_loading_exercise_with_cord_signs():
    assert ("ex-gate", None) in met(review_of("spine-and-cord"))


# --- a femur with one item missing ----------------------------------------------------------------------------------


def test_the_missing_item_is_named():
    review = review_of("femur-borderline")
    femur = score(review, "mirels", "femur.shaft:right")
    assert (femur["low"], femur["high"], femur["category"]) == (7, 9, None)
    assert len(femur["missing"]) == 1
    assert "width" in femur["missing"][0]["label"]
    assert ("fx-mirels-incomplete", "femur.shaft:right") in met(review)
    assert review.finding("fx-impending-fracture")["verdict"] == "unknown"


def test_the_small_lesion_of_the_arm_is_no_danger():
    review = review_of("femur-borderline")
    arm = score(review, "mirels", "humerus.proximal:left")
    assert (arm["low"], arm["high"], arm["category"]) == (4, 4, "low")
    assert ("fx-mirels-high", "humerus.proximal:left") not in met(review)


def test_the_wider_name_of_the_femur_is_the_same_lesion():
    lesions = {item["id"]: item for item in review_of("femur-borderline").to_dict()["lesions"]}
    assert set(lesions) == {"femur.shaft:right", "humerus.proximal:left"}
    assert lesions["femur.shaft:right"]["first_seen"] == "2024-10-07"
    assert "right femur" in lesions["femur.shaft:right"]["joined"][0]


def test_an_anti_inflammatory_beside_zoledronic_acid():
    assert ("pain-nsaid-za", None) in met(review_of("femur-borderline"))


# --- bone only, with a test that no longer counts -------------------------------------------------------------------


def options(review):
    return {item["id"]: item for item in review.to_dict()["options"]}


def test_the_stale_test_is_asked_again():
    review = review_of("bone-only")
    assert ("st-esr1-test", None) in met(review)
    waiting = {item["title"]: item for item in options(review).values() if item["list"] == "would-fit"}
    assert waiting["Elacestrant"]["missing"][0]["cause"] == "stale"


def test_options_are_sorted_by_what_is_known():
    lists = {item["title"]: item["list"] for item in options(review_of("bone-only")).values()}
    assert lists["Capivasertib with fulvestrant"] == "fits"
    assert lists["Olaparib"] == "would-fit"
    assert lists["Palbociclib with an aromatase inhibitor"] == "does-not-fit"
    assert lists["Giredestrant with everolimus"] == "watch"


def test_what_is_not_approved_never_fits(any_review):
    for item in options(any_review).values():
        if item["list"] == "fits":
            assert any(part["status"] in ("approved", "guideline") for part in item["status"]), item["id"]
