"""What programs ask for, and what each parameter may be."""
