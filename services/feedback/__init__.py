"""What customers say: read, corrected, collected and followed to what came of it."""
