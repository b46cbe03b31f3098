"""The measures, put together."""

from osteon.engine.measures import Measure
from osteon.engine.rules import Topic, named_in
from osteon.pathway.quality_measures import (
    bone_agents,
    calcium,
    cord_compression,
    distress,
    radiotherapy,
    zoledronic_acid,
)

TOPIC = Topic(
    id="quality-measures",
    title="Quality of care",
    purpose="What should have been done by when, for whom, and how often it was.",
    recommendations=(),
    measures=tuple(
        item
        for module in (bone_agents, zoledronic_acid, calcium, radiotherapy, cord_compression, distress)
        for item in named_in(module, Measure)
    ),
)
