"""The business, pure: values in, values out. No clock, file, SQL, Qt or network."""
