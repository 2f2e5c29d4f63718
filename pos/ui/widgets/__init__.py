"""The small things screens are made of, one a file. A widget asks the theme for roles and knows no counter."""
