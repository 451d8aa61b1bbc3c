"""A small language model reads findings and says nothing but which way each judges."""
