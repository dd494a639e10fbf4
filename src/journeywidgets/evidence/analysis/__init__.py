"""What the codes say: agreement between coders, saturation, tables of codes, suggestions."""
