"""Tables without ruling lines, told by where their texts stand, over pages."""
