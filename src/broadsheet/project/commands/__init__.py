"""The verbs of the command line, a file for each group. A file is read when its verb is called, with Django set up."""
