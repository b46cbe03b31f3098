"""The steps, oldest first. A step that has been in a release is never changed."""
