"""The tables, one module per subject; `catalogue` lists them all."""
