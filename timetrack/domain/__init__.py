"""The rules: what would be true with no browser. Functions take (session, actor, *, …), flush and never commit."""
