"""Ship scenario files: examples, municipalities, national figures, staircases."""
