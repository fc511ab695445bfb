"""The crawl: drives items through the stages, in worker processes, so that any interruption leaves the truth."""
