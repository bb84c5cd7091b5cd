"""What stands after the answer: figures over the years, of counties, lists of figures and sources, files to take."""
