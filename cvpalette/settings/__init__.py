"""Each option of the product, with its check; pure Python, so that a wrong value is an error at once."""
