// Room: Profiles
