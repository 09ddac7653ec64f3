"""Lower a world to the flat arrays that the compiled engine works on; begin with `world.py`."""
