"""What every region needs before its agencies speak: the source of the pages, and the days on which nobody works."""
