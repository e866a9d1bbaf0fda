"""One module a revision, in a single line."""
