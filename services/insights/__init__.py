"""How findings become insights: loading, running, deciding, explaining."""
