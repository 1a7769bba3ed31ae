"""A small world that publishes, draws an audience and writes exports."""
