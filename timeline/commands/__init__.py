"""The command line's groups of commands: parse, call, render. Nothing heavy is imported before a command runs."""
