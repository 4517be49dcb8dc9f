"""The pages of conclusions and tasks beside those of the kit: a conclusion at a glance, drafts, plans, charges."""
