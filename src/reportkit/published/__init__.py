"""Reports that others published, as figures; what is not certain is a doubt, never a guess."""
