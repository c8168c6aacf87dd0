// Room: Batches
