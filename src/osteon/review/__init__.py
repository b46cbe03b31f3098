"""One patient now: the record read, the pathway run, the answer dressed for a reader.

No clinical decision is taken here; what is due, unsafe or missing is said by the pathway.
"""

from __future__ import annotations

from osteon.review.review import Review, prepare, review_record, review_timeline

__all__ = ["Review", "prepare", "review_record", "review_timeline"]
