"""What leaves the store: messages to people and programs, carried out from the outbox."""
