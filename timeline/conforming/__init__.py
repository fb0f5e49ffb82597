"""One comparison of a render with its timeline: media found, both read, the core asked, the answer written."""
