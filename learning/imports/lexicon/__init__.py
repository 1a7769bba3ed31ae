"""Header words of platform exports in several languages, by canonical field."""
