"""What an investment case hangs on: sensitivity, break-even and the value of knowing more."""
