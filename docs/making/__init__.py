"""What docs/make.py writes: tables and pages, made from the package itself."""
