"""The manager's page: what a day or a period came to, what stands out in it, and the entries behind it."""
