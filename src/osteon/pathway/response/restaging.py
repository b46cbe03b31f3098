"""When response was last looked at: pictures of the body or the skeleton, and what is described of one.

A picture of the brain or the breast alone is none. A picture counts too where only what it shows is on record.
"""

from typing import Any

from osteon.engine.events import Events, count
from osteon.engine.nodes import Fact, Greatest, Node, Parameter, absent, all_of, any_of, choose, known, unknown
from osteon.pathway.asking import number, recorded
from osteon.pathway.diagnostics.imaging import ALL_OF_SKELETON, DONE, PICTURES
from osteon.pathway.response.parameters import RESTAGING_EARLIEST, RESTAGING_LIMIT
from osteon.pathway.tumour.receptors import METASTATIC_SITES

_SCANS = tuple(name for name in ALL_OF_SKELETON if name not in ("proc.ct", "proc.mri"))
_ELSEWHERE = ("brain", "meninges", "breast")
_BODY = tuple(name for name in METASTATIC_SITES if name not in _ELSEWHERE)
_DESCRIBED = (
    "finding.metastasis-imaging",
    "finding.bone-destruction",
    "finding.bone-scan-positive",
    "finding.bone-scan-worse",
    "finding.bone-new-focus",
    "finding.bone-new-sclerosis",
    "finding.soft-tissue-growth",
    "finding.bone-metastasis-on-pet-and-ct",
    "finding.bone-metastases-all-regions",
    "finding.cord-displaced",
    "finding.escc-grade",
    "lesion.type",
    "lesion.cortex-share",
    "lesion.axial-cortex",
    "lesion.circumferential-share",
    "lesion.circumferential-share-film",
    "lesion.circumferential-share-ct",
    "lesion.largest-diameter",
    "lesion.collapse",
    "lesion.collapse-share",
    "lesion.posterolateral",
    "lesion.posterior-wall",
)
_NO_DATE = unknown("a picture may have no date")


def _pictured(id: str, label: str, window: Parameter) -> Node:
    """Whether such a picture was taken. One without a place counts; no more than those of the brain and the breast do not."""
    sections: dict[str, Any] = {"concepts": ("proc.ct", "proc.mri"), "statuses": DONE, "within": window}
    counted = Fact(
        id=f"{id}-sections", label=f"CT and MRI {label}", reads=count(Events(**sections)), absence=absent(PICTURES)
    )
    elsewhere = Fact(
        id=f"{id}-elsewhere",
        label=f"CT and MRI of the brain or the breast {label}",
        reads=count(Events(sites=_ELSEWHERE, **sections)),
        absence=absent(PICTURES),
    )
    return any_of(
        recorded(
            f"{id}-scan",
            f"bone scan, PET/CT, or CT or MRI of the spine {label}",
            *_SCANS,
            statuses=DONE,
            within=window,
            why=PICTURES,
        ),
        counted > elsewhere,
        recorded(
            f"{id}-body",
            f"CT or MRI of the body or the skeleton {label}",
            "proc.ct",
            "proc.mri",
            sites=_BODY,
            statuses=DONE,
            within=window,
            why=PICTURES,
        ),
        recorded(f"{id}-described", f"what a picture shows {label}", *_DESCRIBED, within=window, why=PICTURES),
    )


RESTAGED = Fact(
    id="restaged",
    label="CT, MRI, PET/CT or bone scan within the interval",
    computes=_pictured("restaged", "within the interval", RESTAGING_LIMIT),
    note="A picture of the brain or the breast alone does not count; a dated description of what a picture shows does.",
)
RESTAGING_NEAR = Fact(
    id="restaging-near",
    label="time to judge the response",
    computes=~any_of(_pictured("restaged-just-now", "in the last two months", RESTAGING_EARLIEST)),
)


def _newest(id: str, label: str, *concepts: str, sites: tuple[str, ...] = (), statuses: tuple[str, ...] = DONE) -> Fact:
    events = Events(concepts=concepts, sites=sites, statuses=statuses)
    return number(id, label, events, "start", "date", absence=_NO_DATE, ask=f"When was the {label}?")


def _newest_of_body(id: str, label: str, concept: str) -> tuple[Node, Node]:
    """The newest one that names a place of the body, and the newest of all unless that one is of the brain or the breast."""
    newest = _newest(id, f"newest {label}", concept)
    elsewhere = _newest(f"{id}-elsewhere", f"newest {label} of the brain or the breast", concept, sites=_ELSEWHERE)
    return (
        _newest(f"{id}-body", f"newest {label} of the body or the skeleton", concept, sites=_BODY),
        choose((any_of(~known(elsewhere), all_of(known(newest), newest > elsewhere)), newest)),
    )


LAST_RESTAGED = Fact(
    id="restaging-last",
    label="newest CT, MRI, PET/CT or bone scan, or what one shows",
    computes=Greatest(
        of=(
            _newest("restaging-scan-last", "newest bone scan, PET/CT, or CT or MRI of the spine", *_SCANS),
            *_newest_of_body("restaging-ct-last", "CT", "proc.ct"),
            *_newest_of_body("restaging-mri-last", "MRI", "proc.mri"),
            _newest("restaging-described-last", "newest description of a picture", *_DESCRIBED, statuses=()),
        )
    ),
)
