"""The commands' names, options and help; what a command does is imported when it runs, libraries take a second."""
