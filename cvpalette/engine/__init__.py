"""Count the colors of images and find palettes: counting, clustering, choosing, measuring the error."""
