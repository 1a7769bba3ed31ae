"""Records to figures: lines, bars, marks, and the pictures people save."""
