"""The only room that knows concrete classes: it introduces the others to each other."""
