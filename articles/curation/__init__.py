"""The only room that writes: files to rows, readings against decisions, corrections."""
