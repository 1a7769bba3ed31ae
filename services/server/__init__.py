"""The server around the dashboard: who may reach it, and which processes run."""
