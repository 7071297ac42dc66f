"""What quantize() and the output `quantized` are made of."""
