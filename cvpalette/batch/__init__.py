"""Work on many sources: each gets the same treatment, in other processes where that is faster."""
