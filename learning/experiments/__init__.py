"""Tests of two and more arms: what they show, how sure it is, and what to do."""
