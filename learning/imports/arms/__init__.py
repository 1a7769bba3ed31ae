"""Which versions were tried on whom, and with what result: tables of A/B tests to sums by arm."""
