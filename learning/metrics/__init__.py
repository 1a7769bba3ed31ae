"""What is measured, and how a figure is put together from facts."""
