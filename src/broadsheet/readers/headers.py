"""Header lines that do not depend on a page."""

from __future__ import annotations

Headers = tuple[tuple[str, str], ...]
"""In the order in which they are sent; names in lower case."""

CONTENT_SECURITY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
CONTENT_SECURITY_OF_FILES = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""For a drawing that is opened by itself: it may look as it was drawn, and do nothing."""

HSTS_S = 63_072_000

REVALIDATE = "public, max-age=0, must-revalidate"
"""A page may be kept anywhere and is asked for each time: so a publish is seen at once."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For an address that names its content."""

NO_STORE = "no-store"


def security(*, is_https: bool, content_security: str = CONTENT_SECURITY) -> Headers:
    """What every public answer says. HSTS only where all of the paper is read over https: it cannot be taken back."""
    lines = (
        ("content-security-policy", content_security),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
    )
    return (*lines, ("strict-transport-security", f"max-age={HSTS_S}")) if is_https else lines


SECURITY_OF_FILES = security(is_https=False, content_security=CONTENT_SECURITY_OF_FILES)
