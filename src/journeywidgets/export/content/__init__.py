"""What a map says, in words and figures: the same for every form it is written in."""
