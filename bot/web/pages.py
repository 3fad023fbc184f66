"""What every page tells the browser: keep nothing, load nothing from elsewhere, show it in nobody's frame."""

from __future__ import annotations

from collections.abc import Mapping


def headers_of(nonce: str) -> Mapping[str, str]:
    """For a page whose one style element carries `nonce`; "" where it has none. No script runs at all."""
    style = f"style-src 'nonce-{nonce}'; " if nonce else ""
    return {
        "content-security-policy": f"default-src 'none'; {style}img-src data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",  # the address itself is what opens the page
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-robots-tag": "noindex, nofollow, noarchive, nosnippet",
    }
