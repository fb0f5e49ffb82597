"""The smallest trims that bring a programme onto its targets: an integer programme, solved exactly."""
