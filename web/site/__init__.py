"""What everybody may read of the released version: the public site and OParl, without sign-in."""
