"""A series in a file: anomalies and changes of level."""
