"""Django's settings, all from one typed environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from drypoint.config import databases, environment, mail

ENVIRONMENT = environment.from_process()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = environment.secret_key(ENVIRONMENT)
SEAL_KEYS = environment.seal_keys(ENVIRONMENT)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.hosts.split(",")]

INSTALLED_APPS = [
    "drypoint.web",  # first: its templates take the place of allauth's and Django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "drypoint.clinic.audit",
    "drypoint.clinic.accounts",
    "drypoint.clinic.people",
    "drypoint.clinic.diary",
    "drypoint.clinic.rules",
    "drypoint.clinic.stock",
    "drypoint.clinic.messages",
    "drypoint.clinic.training",
    "drypoint.clinic.episodes",
    "drypoint.clinic.visits",
    "drypoint.clinic.followup",
    "drypoint.clinic.incidents",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # Django pads what it packs (BREACH) and masks each CSRF token
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "drypoint.web.middleware.ClinicMiddleware",
]

ROOT_URLCONF = "drypoint.config.urls"
WSGI_APPLICATION = "drypoint.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "drypoint.web.context.clinic",
            ],
            "builtins": ["drypoint.web.templatetags.drypoint"],
        },
    }
]
FORM_RENDERER = "drypoint.web.rendering.FormRenderer"

DATABASES = {"default": databases.from_environment(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "drypoint.web.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"reset_password_from_key": "drypoint.web.forms.sign_in.ResetFromKeyForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff are invited by the owner, nobody signs up
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "drypoint.web.sign_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # it asks for the device's own lock: two steps in one
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "add_webauthn": "drypoint.web.forms.sign_in.AddPasskeyForm",
    "edit_webauthn": "drypoint.web.forms.sign_in.RenamePasskeyForm",
    "login_webauthn": "drypoint.web.forms.sign_in.PasskeySignInForm",
    "authenticate_webauthn": "drypoint.web.forms.sign_in.PasskeySecondStepForm",
    "reauthenticate_webauthn": "drypoint.web.forms.sign_in.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = "Drypoint"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
FORMAT_MODULE_PATH = "drypoint.config.formats"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = [("body", PACKAGE / "atlas" / "data" / "body")]  # the surface and its views
WHITENOISE_USE_FINDERS = True  # straight from the packages: nothing to collect before the first start
MEDIA_ROOT = ENVIRONMENT.folder / "files"

EMAIL_BACKEND, MAIL_OPTIONS = mail.from_environment(ENVIRONMENT)
EMAIL_HOST, EMAIL_PORT = MAIL_OPTIONS.host, MAIL_OPTIONS.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_OPTIONS.user, MAIL_OPTIONS.password
EMAIL_USE_TLS = MAIL_OPTIONS.starttls
EMAIL_TIMEOUT = 10  # seconds: a mail server that falls silent must not hold up the next alert
EMAIL_FILE_PATH = str(ENVIRONMENT.folder / "mail")
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
MAIL_IS_SET = bool(ENVIRONMENT.mail_url)
OWN_ADDRESS = ENVIRONMENT.address.rstrip("/")
SET_UP_ADDRESS = ENVIRONMENT.set_up_address
TLS_FOLDER = ENVIRONMENT.folder / "tls"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https or ENVIRONMENT.speaks_tls
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"  # ids and check-in links must not leak to other sites
# Not for the clinic's own authority: a browser that remembers to insist would shut out, with no way past,
# whoever loses the trust in it or moves on to a new one.
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000  # a drawing of a million and a half characters, as forms encode it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Addresses of our pages hold record ids, so request lines stay out of the log.
    "filters": {"without_request": {"()": "drypoint.config.log_filter.WithoutRequest"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["without_request"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
