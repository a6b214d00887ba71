"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partybuild.settings")
application = get_wsgi_application()

from search import background, following  # noqa: E402 -- needs the apps
from search.engines import get_engine  # noqa: E402

following.serve()
if not get_engine().whole():  # say so, and mend it, before the first reader asks
    background.catch_up()
# What is loaded by now stays: nobody waits for 60 ms now and then while it is searched for garbage.
gc.collect()
gc.freeze()
