// Room: Schemas
