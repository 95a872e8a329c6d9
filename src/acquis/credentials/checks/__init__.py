"""The single checks of a verification, one module each.

Each is a plain function of what it looks at: it takes the parsed document, asks nobody but the
ports it is given, and returns `Check`s. What cannot be had makes it undecided, never an exception.
"""
