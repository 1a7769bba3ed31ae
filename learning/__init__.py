"""The pure core: arrays, frames and frozen records in, records out; no I/O, no clock, no global random state."""
