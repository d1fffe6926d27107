"""The commands of the program, one a file; each acts as the owner."""
