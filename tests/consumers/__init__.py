"""What we write, loaded into the programs that people use, and the colors and names that come back."""
