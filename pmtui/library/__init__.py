"""Where sessions live: TinyDB files in a folder, safe against kills, full disks and other writers."""
