"""Detection: personal data in a passage's text, each with its evidence. Pure: values in, values out."""
