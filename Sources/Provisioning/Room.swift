// Room: Provisioning
