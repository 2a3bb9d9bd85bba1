"""What must hold of a ledger as a whole, in whichever blocks and files its records stand."""
