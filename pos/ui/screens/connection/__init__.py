"""What there is to know of the way to the mall: this till, the network and the mall apart, and what waits."""
