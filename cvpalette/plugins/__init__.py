"""Outputs as plugins: defines their contract and options, and finds, loads and runs them."""
