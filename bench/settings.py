"""The site's settings for the bench's server: all its own but how fast a password is checked.

Some hundred users sign in once through the login page before anything is measured; at the site's own strength
(a million rounds) that alone would take minutes. No figure contains a sign-in.
"""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from thongsuot.settings import *  # noqa: F403


class QuickHasher(PBKDF2PasswordHasher):
    """The same function with few rounds."""

    iterations = 1000


PASSWORD_HASHERS = ["bench.settings.QuickHasher"]
