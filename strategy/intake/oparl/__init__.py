"""OParl in: objects of a council information system, matched with those of the plan."""
