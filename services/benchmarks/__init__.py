"""Measurements that anyone can repeat: every figure beside what it is compared with, in the same run."""
