"""What a person reads: explanations and the HTML report."""
