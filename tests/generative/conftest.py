"""How long to look: a short run by default, a long one with `--hypothesis-profile=long`."""

from hypothesis import settings

settings.register_profile("short", max_examples=200, deadline=None, database=None)
settings.register_profile("long", max_examples=20_000, deadline=None, database=None)
settings.load_profile("short")
