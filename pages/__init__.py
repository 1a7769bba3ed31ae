"""One screen per file: read filters, call a service, hand the record to a component."""
