"""Figures about what the Ämter have: applications, projects, services, units, surveys."""
