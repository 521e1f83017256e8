"""What texts for people are set from: colours and signs, paragraphs, rows, sections."""
