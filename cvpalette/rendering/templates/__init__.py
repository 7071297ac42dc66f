"""Templates of users: what they can name, and the four syntaxes that they are written in."""
