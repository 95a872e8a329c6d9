"""What every app's API is made of: access, paging, and problems that say what to do."""
