"""The rules that style sheets say, once they are parsed: `kept.py` has them from one start to the next."""
