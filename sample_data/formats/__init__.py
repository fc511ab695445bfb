"""Writers: a document to the bytes of one format. Equal documents give equal bytes."""
