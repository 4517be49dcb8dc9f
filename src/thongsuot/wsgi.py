"""The WSGI application that Granian's workers serve."""

import os

from django.core.wsgi import get_wsgi_application

from thongsuot.web.assets import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
application = serving(get_wsgi_application())
