// Room: Muster
