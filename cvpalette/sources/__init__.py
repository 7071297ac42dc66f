"""Where images come from: files, folders, URLs, stdin, arrays, Pillow images."""
