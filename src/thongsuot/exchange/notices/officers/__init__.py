"""What officers are told of work between offices: on a page of their own, and by mail as each of them chose."""
