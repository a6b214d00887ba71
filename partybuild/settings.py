"""Settings of the site; every value that differs between machines comes from the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import django_stubs_ext

from partybuild import environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / ".data")  # database, index, original files
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret("SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS", "")
HTTPS = environment.flag("HTTPS", default=False)  # behind a server that speaks TLS
# How many servers of ours stand before it, each noting whom it serves.
PROXIES = environment.number("PROXIES", 0)

INSTALLED_APPS = [
    "auditlog",  # first, since our admin takes its page off
    "partybuild.apps.PartybuildConfig",
    "partybuild.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "articles",
    "search",
    "axes",
    "django_tasks",
    "django_tasks_db",  # after ours, whose db_worker goes before its own
]
MIDDLEWARE = [
    "partybuild.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "partybuild.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "partybuild.conditional.conditional",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partybuild.middleware.hide_names",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "partybuild.guessing.remember_browser",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "partybuild.urls"
WSGI_APPLICATION = "partybuild.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partybuild.context.frame",
            ]
        },
    }
]

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3")}
AUDITLOG_LOGENTRY_MODEL = "articles.Entry"  # the history, with columns of our own
MIGRATION_MODULES = {"auditlog": None}  # so that its own table, unused, is not made
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    # What is counted, and what is made of it, has caches of its own (revision.py, conditional.py):
    # visitors fill them, and what they throw out must not take the counters of others along.
    for name, most in (("default", 1000), ("counts", 2000), ("pages", 300))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Which index answers: whoosh:///FOLDER, or memory:// for tests.
SEARCH_URL = environment.text("SEARCH_URL", f"whoosh://{DATA_DIR}/index")
# Whether the site itself starts a process that mends an index it finds damaged or behind.
REINDEX_IN_BACKGROUND = environment.flag("REINDEX_IN_BACKGROUND", default=True)

# Who does long work: a process that the site starts when there is any (auto), ``manage.py db_worker``
# that somebody keeps running (worker), or the request itself (inline: for tests, and for want of both).
JOBS = environment.choice("JOBS", "auto", ("auto", "worker", "inline"))
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "inline": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
# The only folder of this machine from which the desk may import; none where it is empty.
IMPORT_ROOT = environment.text("IMPORT_ROOT", "")

# Whether visitors see 郭某某 where an article is signed 郭文治.
HIDE_NAMES = environment.flag("HIDE_NAMES", default=False)
# Numbers of record that a public site in China prints in its foot.
ICP_NUMBER = environment.text("ICP_NUMBER", "")
POLICE_NUMBER = environment.text("POLICE_NUMBER", "")

MAX_UPLOAD_FILES = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 5 * MAX_UPLOAD_FILES  # up to there the form says what is wrong
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE, TIME_ZONE, USE_TZ = "zh-hans", "Asia/Shanghai", True
FORMAT_MODULE_PATH = "partybuild.formats"

LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "saved-searches", "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Who mistypes too often waits: that name, from that address. Where a name is guessed at from many
# addresses, it is closed to browsers on which nobody has logged in to it, and to no others.
ACCOUNT_FAILURE_LIMIT = (
    20  # from all addresses, within the time after which failures are forgotten
)
AXES_HANDLER = "partybuild.guessing.Guard"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on makes it no longer
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "partybuild.guessing.locked_out"
AXES_ENABLE_ADMIN, AXES_DISABLE_ACCESS_LOG, AXES_VERBOSE = False, True, False

# Only our own files, nothing inline: a slip shows as a broken page in the browser tests.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
DESK_SESSION_AGE = 12 * 3600  # of who may enter the desk
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOG_LEVEL = environment.choice(
    "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"axes": {"level": "WARNING"}},  # it tells of every login
}
