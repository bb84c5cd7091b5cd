"""How targets stand: of an area in a table with a card an indicator, of its units beside one another; milestones."""
