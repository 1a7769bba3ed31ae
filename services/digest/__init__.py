"""The week against the week before."""
