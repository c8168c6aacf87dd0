// Room: Bytes
