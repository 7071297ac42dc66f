"""Readers of our own, for formats that OpenCV and Pillow get wrong; each looks like one of Pillow's."""
