"""What a person sees and does after applying: all one's dossiers, each one's story, answers, results, who looked."""
