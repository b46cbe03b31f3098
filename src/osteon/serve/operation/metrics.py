"""What the server counts, as OpenMetrics. No label holds a value of a record: routes are named by their pattern."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

import osteon
from osteon.pathway import pathway

__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("route", "method", "status")
        self.requests = Counter("osteon_requests", "Answered requests", labels, registry=self.registry)
        self.seconds = Histogram(
            "osteon_request_seconds", "Time to the end of the answer", ("route",), buckets=SECONDS, registry=self.registry
        )
        self.running = Gauge("osteon_requests_running", "Requests that are being answered", registry=self.registry)
        self.resources = Counter("osteon_resources", "Resources that came in, by what became of them", ("outcome",), registry=self.registry)
        self.submissions = Counter("osteon_submissions", "Submissions that were kept", registry=self.registry)
        self.reviews = Counter("osteon_reviews", "Reviews handed out, made now or kept from before", ("source",), registry=self.registry)
        self.denials = Counter("osteon_denials", "Requests that were not allowed", ("reason",), registry=self.registry)
        self.sign_ins = Counter("osteon_sign_ins", "People who signed in, by the way", ("way",), registry=self.registry)
        self.emergencies = Counter("osteon_emergencies", "Times that emergency access to a record was begun", registry=self.registry)
        build = Gauge("osteon_build", "1; the labels say which version this is", ("version", "pathway"), registry=self.registry)
        build.labels(osteon.__version__, pathway().version).set(1)

    def text(self) -> bytes:
        """All of them in OpenMetrics."""
        return bytes(generate_latest(self.registry))
