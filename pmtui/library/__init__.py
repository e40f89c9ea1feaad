"""Storage of sessions: TinyDB files in a folder, safe against kills, full disks and concurrent writers."""
