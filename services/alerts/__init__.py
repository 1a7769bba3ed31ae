"""Alerts: from a rule of a person to a message that names what caused it."""
