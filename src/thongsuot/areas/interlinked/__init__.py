"""Interlinked requests (liên thông): one request, several procedures and bodies; one parent case with its parts."""
