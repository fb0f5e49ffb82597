"""Fills, reads and checks a library: which episode a file is, the processes that inspect it, what is said of it all."""
