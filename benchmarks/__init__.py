"""Commands that measure the promises of the README. They are not tests: a slow machine fails nothing."""
