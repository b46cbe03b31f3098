"""Who asks, and what she may: clients with tokens and roles. Everything that is not allowed is refused."""
