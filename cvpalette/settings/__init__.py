"""Defines each option and its check; imports only pure Python, so that a wrong value is an error at once."""
