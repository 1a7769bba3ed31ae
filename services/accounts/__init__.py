"""Who sits at the screen: accounts, sessions, and the local administrator of a machine without accounts."""
