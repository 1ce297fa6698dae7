"""Objects of any noun: their list, their page, their form, links, origin and history."""
