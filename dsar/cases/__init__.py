"""A request's life: from the day it arrives to the day its data are deleted."""
