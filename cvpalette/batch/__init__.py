"""Many sources: the same work on each, in other processes where that pays."""
