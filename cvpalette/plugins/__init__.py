"""Outputs as plugins: the contract, their options, how they are found, loaded and run."""
