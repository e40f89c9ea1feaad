"""Present mode: the meeting on a projector, one slide at a time, in few and large parts."""
