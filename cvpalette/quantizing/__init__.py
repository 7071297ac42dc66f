"""Turn an image into an indexed image and a file: for quantize() and the output `quantized`."""
