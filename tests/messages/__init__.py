"""The table of all messages: what provokes each, and where in the code it is made."""
