"""What we write, loaded into the programs that people use, and the colours and names that come back."""
