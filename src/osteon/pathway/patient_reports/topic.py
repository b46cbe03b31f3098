"""The topic, put together."""

from osteon.engine.rules import Recommendation, Topic, named_in
from osteon.pathway.patient_reports import (
    recommendations_alerts,
    recommendations_body,
    recommendations_bone,
    sources,
)

TOPIC = Topic(
    id="patient-reports",
    title="Patient reports",
    purpose="To hear what patients report at home, to raise an alarm for red flags, and to see that somebody answers.",
    recommendations=(
        *named_in(recommendations_bone, Recommendation),
        *named_in(recommendations_body, Recommendation),
        *named_in(recommendations_alerts, Recommendation),
    ),
    sources=sources.SOURCES,
)
