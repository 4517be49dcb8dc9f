"""The stores of persons' papers and of results: what is delivered there after commit, with a receipt of its own."""
