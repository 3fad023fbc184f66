"""The reminder run as values: what the rules are, what is planned for a customer, what a message says."""
