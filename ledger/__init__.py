"""The pure core: values and rules of the trade. Standard library only; no clock, no I/O, no async, no log."""
