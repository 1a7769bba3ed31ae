"""The demo brand: simulated, imported like any other, led by made-up people."""
