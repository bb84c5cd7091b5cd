"""Real published figures of units over the years, which a page shows before anything that is made up."""
