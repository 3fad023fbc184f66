"""What holds in any books, whatever happened: random histories against an independent model."""
