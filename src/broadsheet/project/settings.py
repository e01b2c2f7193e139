"""Settings of an installation. What a newsroom chooses is edited at the desk; what stands here is for the machine."""

from __future__ import annotations

import os
from zoneinfo import available_timezones

from broadsheet.project.home import database, home, secret_key
from broadsheet.project.mail import mail

HOME = home()
SECRET_KEY = secret_key(HOME)
DEBUG = os.environ.get("BROADSHEET_DEBUG") == "1"
ALLOWED_HOSTS = [
    "*"
]  # the readers' door answers every host with the default paper; the desk checks the origin of its forms
IS_DEMO = (HOME / "demo").exists()

INSTALLED_APPS = [
    "broadsheet.project",
    "broadsheet.readers",
    "broadsheet.archive",
    "broadsheet.desk",
    "broadsheet.record",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # the desk's frame asks for its addresses, though no newsroom here keeps documents
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "broadsheet.desk.middleware.DeskTransaction",
    "broadsheet.project.headers.desk_headers",
]

ROOT_URLCONF = "broadsheet.project.urls"
DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/desk/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
# What readers get is in MEDIA_ROOT, named by its content. What editors upload is the desk's own, and behind its log-in.
DESK_MEDIA_ROOT = HOME / "desk-media"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DESK_MEDIA_ROOT, "base_url": "/desk/media/"},
    },
    "staticfiles": {"BACKEND": "broadsheet.project.static.HashedFiles"},
}

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILIMAGES_IMAGE_MODEL = "desk.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.desk.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S"  # without seconds, a form would take them from a stamp that had them
WAGTAILADMIN_BASE_URL = os.environ.get("BROADSHEET_ORIGIN", "")
# Some systems list this one, which no browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "العربية")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WAGTAILADMIN_BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
    # Django's own way sends errors by mail and says nothing here.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

globals().update(mail(HOME))
