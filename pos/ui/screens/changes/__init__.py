"""What head office sent and the till does not believe by itself: a manager looks at it and decides."""
