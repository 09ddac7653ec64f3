"""Write what was calibrated as a file that scenarios build on, with what was seen and what was not."""
