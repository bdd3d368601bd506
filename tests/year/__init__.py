"""Two scripted years of a small county, run through the command line with files that a person would have."""
