"""Looking at a file, or a folder, over and over: each version inspected once, when its writer is done."""
