"""The shipped scenario files: examples, municipalities, national figures, staircases."""
