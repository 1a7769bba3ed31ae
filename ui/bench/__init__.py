"""How long pages take: processes of their own for the benchmark."""
