// Room: Tokens
