"""People: their accounts and how they sign in, by password and code or through an OpenID provider."""
