"""Profiles as TOML: the built-in ones and the reader that refuses a wrong one in words."""
