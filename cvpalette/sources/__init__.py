"""Gets images from files, folders, URLs, stores, stdin, arrays and Pillow images."""
