"""Build the model's parameters from a scenario under one draw of its assumptions."""
