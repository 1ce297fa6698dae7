"""What leaves the house as a whole: OParl, calendars, the public site."""
