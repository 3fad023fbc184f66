"""The counter: customers write to the company themselves. They are answered from the books, and nothing is booked."""
