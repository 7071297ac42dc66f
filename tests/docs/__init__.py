"""The documentation is true: its tables and pages are of today, and its snippets work as printed."""
