"""Publishing: the bytes that three people signed, kept with their signatures; verifying them."""
