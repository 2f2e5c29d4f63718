"""People and what the law gives them: consents, standing, requests, access, and when what is kept is destroyed."""
