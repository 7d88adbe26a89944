"""What a contract is for: by code, words, supplier, learning, or a judgement."""
