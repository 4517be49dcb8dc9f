"""Notices to applicants by telephone and mail: one for each step that they wait for or must act on."""
