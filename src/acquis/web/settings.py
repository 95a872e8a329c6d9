"""Every setting of the system, read from the environment once and refused loudly when unsafe.

A production start without its secrets fails here, with the remedy in the message. The
demonstration (`ACQUIS_DEMO=1`) makes its own secrets below `var/` and keeps its mail in the
database, and says so on every page.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from acquis.web.environment import (
    database,
    env,
    flag,
    mail_server,
    mail_service,
    number,
    postgresql_options,
)
from acquis.web.operations import logs

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DEMO = flag("ACQUIS_DEMO", default=False)
TESTING = flag("ACQUIS_TESTING", default=False)
DEBUG = flag("ACQUIS_DEBUG", default=False)
DATA_DIR = Path(env.str("ACQUIS_DATA_DIR", default="var")).resolve()
RELAXED = DEMO or TESTING or DEBUG


def _secret(name: str) -> str:
    """A secret of at least 32 characters; outside production one is made and kept in DATA_DIR."""
    value: str = env.str(name, default="")
    if value:
        if len(value) < 32 and not TESTING:  # noqa: PLR2004 - said in the message
            raise ImproperlyConfigured(f"{name} is too short: give at least 32 random characters.")
        return value
    if not RELAXED:
        raise ImproperlyConfigured(
            f"{name} is not set. Make one with `python3 -c 'import secrets; "
            "print(secrets.token_urlsafe(48))'` and keep it where your other secrets are."
        )
    kept = DATA_DIR / f"{name.lower()}.secret"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = _secret("ACQUIS_SECRET_KEY")
# Seals the issuers' private keys. Not the web secret: either can be changed without the other.
KEY_ENCRYPTION_KEY = _secret("ACQUIS_KEY_ENCRYPTION_KEY")
if SECRET_KEY == KEY_ENCRYPTION_KEY:
    raise ImproperlyConfigured(
        "ACQUIS_KEY_ENCRYPTION_KEY must differ from ACQUIS_SECRET_KEY: "
        "a leak of the web secret must not open the issuers' keys."
    )

# The address people and verifiers see; issuers' did:web identifiers are made from it.
BASE_URL: str = env.str(
    "ACQUIS_BASE_URL",
    default=f"http://localhost:{number('PORT', default=8000)}" if RELAXED else "",
).rstrip("/")
_base = urlsplit(BASE_URL)
_more = _base.path or _base.query or _base.fragment or _base.username
if not _base.hostname or _more or (_base.scheme != "https" and not RELAXED):
    raise ImproperlyConfigured(
        "ACQUIS_BASE_URL must be the public https address of this system, without a path, "
        "for example https://badges.example.org"
    )
SECURE = _base.scheme == "https"
ALLOWED_HOSTS = env.list("ACQUIS_ALLOWED_HOSTS", default=[_base.hostname])
if RELAXED:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "cotton_icons",
    "django_htmx",
    "anymail",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "treebeard",
    "csp",
    "acquis.common",
    "acquis.people",
    "acquis.organizations",
    "acquis.modelling",
    "acquis.assessing",
    "acquis.securing",
    "acquis.passport",
    "acquis.web",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "acquis.web.request_id.request_id",
    "acquis.web.operations.middleware.head",
    "acquis.web.operations.middleware.probes",
    "django.middleware.security.SecurityMiddleware",
    # Outside of everything that may answer by itself: refusals and error pages have their policy.
    "csp.middleware.CSPMiddleware",
    "acquis.web.operations.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "acquis.web.operations.middleware.request_size",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "acquis.people.middleware.person_language",
    "acquis.people.middleware.devices",
    "acquis.organizations.middleware.TenancyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "acquis.web.operations.metrics.Measured",
]

ROOT_URLCONF = "acquis.web.urls"
WSGI_APPLICATION = "acquis.web.wsgi.application"

_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "acquis.web.context.page",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "acquis.common.templatetags.acquis",
                "acquis.organizations.templatetags.branding",
            ],
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
        },
    }
]
COTTON_DIR = "cotton"

# --- Database: embedded to try, PostgreSQL to run ---------------------------------------------
DATABASES = {"default": database(f"sqlite:///{DATA_DIR / 'acquis.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        **postgresql_options(
            "ACQUIS_DB_STATEMENT_SECONDS",
            "ACQUIS_DB_IDLE_TRANSACTION_SECONDS",
            given=DATABASES["default"].get("OPTIONS", {}),
        ),
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    }
    # A cursor that outlives its statement would outlive the scope that the statement carries.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared between processes, as the limits on attempts must be; nothing else is worth a cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- People and login -------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:  # a hash made to be slow would test nothing but patience
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:dashboard"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "acquis.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# The login form asks for a password only if the sign-up form does; ours asks for none all the same.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "login": "acquis.people.forms.LoginForm",
    "signup": "acquis.people.forms.SignupForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
MFA_ADAPTER = "acquis.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be 30 seconds wrong
MFA_FORMS = {
    "add_webauthn": "acquis.people.forms.AddPasskeyForm",
    "login_webauthn": "acquis.people.forms.PasskeyLoginForm",
    "authenticate_webauthn": "acquis.people.forms.PasskeySecondForm",
    "reauthenticate_webauthn": "acquis.people.forms.PasskeyAgainForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = RELAXED and not SECURE
# Attempts by address of the network ("ip"), by account or mail address ("key"), by person ("user").
# A test holds the windows of those that answer 429 to a minute, which is what Retry-After says.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = (
    False
    if TESTING
    else {
        "login": "30/m/ip",
        "login_failed": "10/m/ip,5/300s/key",
        "request_login_code": "20/m/ip,3/m/key",
        "signup": "20/m/ip",
        "reset_password": "20/m/ip,5/m/key",
        "reset_password_from_key": "20/m/ip",
    }
)
MFA_RATE_LIMITS: dict[str, str] | bool = False if TESTING else {"webauthn_login": "10/m/ip"}
# Ours (acquis.common.limits), generous where a whole company is behind one address.
RATE_LIMITS: dict[str, str] = (
    {}
    if TESTING
    else {
        "apply": "20/m/ip,200/d/ip",
        "invite": "30/h/user",
        "mail_link": "60/m/ip",
        "verify": "30/m/ip",
    }
)

# How often one token may ask the API; counted with the token itself (organizations.domain.tokens).
API_REQUESTS_PER_MINUTE = 0 if TESTING else number("ACQUIS_API_REQUESTS_PER_MINUTE", default=600)

# --- Languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("ACQUIS_TIME_ZONE", default="Europe/Paris")
LANGUAGE_COOKIE_NAME = "acquis_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Where nothing is collected (demonstration, tests), files are served from where they lie.
STATIC_ROOT = None if RELAXED else DATA_DIR / "static"
WHITENOISE_USE_FINDERS = RELAXED
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "static"]
MEDIA_ROOT = DATA_DIR / "files"
# Files that people hand in: in DATA_DIR, or in a bucket of any service that speaks S3.
FILES_BUCKET: str = env.str("ACQUIS_FILES_BUCKET", default="")
_bucket = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": env.str("ACQUIS_FILES_ENDPOINT", default="") or None,
        "region_name": env.str("ACQUIS_FILES_REGION", default="") or None,
        "access_key": env.str("ACQUIS_FILES_ACCESS_KEY", default="") or None,
        "secret_key": env.str("ACQUIS_FILES_SECRET_KEY", default="") or None,
        "default_acl": None,
        "file_overwrite": False,
        "max_memory_size": 2_621_440,  # what is larger waits on disk, not in memory
    },
}
_folder = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": _bucket if FILES_BUCKET else _folder,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if RELAXED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
EVIDENCE_MAX_BYTES = number("ACQUIS_EVIDENCE_MAX_BYTES", default=10 * 1024 * 1024)
VERIFY_MAX_BYTES = number("ACQUIS_VERIFY_MAX_BYTES", default=5 * 1024 * 1024)
# Refused before a byte of it is read: several files of evidence, and what surrounds them.
_largest = max(EVIDENCE_MAX_BYTES, VERIFY_MAX_BYTES)
REQUEST_MAX_BYTES = number(
    "ACQUIS_REQUEST_MAX_BYTES", default=5 * _largest + 1024 * 1024, at_least=_largest
)

# --- Mail -------------------------------------------------------------------------------------
# A mail service (django-anymail) instead of SMTP; its news of what bounced comes to /mail/news/.
MAIL_SERVICE, ANYMAIL = mail_service("ACQUIS_MAIL_SERVICE", "ACQUIS_MAIL_SERVICE_SETTINGS")
if DEMO:
    # The demonstration writes to nobody: its mail is read on the mailbox page.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
elif MAIL_SERVICE:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
else:
    vars().update(mail_server("consolemail://" if RELAXED else ""))
# A mail server that is silent must not hold the worker for ever.
EMAIL_TIMEOUT = number("ACQUIS_EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("ACQUIS_FROM_EMAIL", default=f"Acquis <no-reply@{_base.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Upkeep -----------------------------------------------------------------------------------
# Days for which delivered events, sent mail, ended jobs and expired links are kept.
KEEP_DAYS = number("ACQUIS_KEEP_DAYS", default=90)

# --- Security ---------------------------------------------------------------------------------
# With `__Host-` no other host of the same domain can plant one of these cookies.
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_prefix}acquis_session"
CSRF_COOKIE_NAME = f"{_prefix}acquis_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE and flag("ACQUIS_SSL_REDIRECT", default=True)
# Probes come by address and without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = flag("ACQUIS_BEHIND_PROXY", default=False)
# How many proxies add themselves to X-Forwarded-For: what is left of them is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = number("ACQUIS_PROXY_COUNT", default=int(BEHIND_PROXY), at_least=0)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Operations -------------------------------------------------------------------------------
METRICS_TOKEN: str = env.str("ACQUIS_METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:  # noqa: PLR2004 - said in the message
    raise ImproperlyConfigured(
        "ACQUIS_METRICS_TOKEN is too short: give at least 32 random characters."
    )
LOGGING_CONFIG = "acquis.web.operations.logs.configure"
LOGGING = logs.configuration(
    plain=RELAXED,
    level=env.str("ACQUIS_LOG_LEVEL", default="WARNING" if RELAXED else "INFO").upper(),
)
