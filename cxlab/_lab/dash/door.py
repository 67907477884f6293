"""The door: a token or a password opens it; compared in constant time, asked for in plain words."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any
from urllib.parse import urlencode

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.auth.security import passwd, passwd_check
from traitlets import Unicode

from cxlab._core.i18n import LANGUAGES
from cxlab._lab.dash.base import Guarded
from cxlab._lab.dash.speech import words

_ANYBODY = User("visitor")
_PAUSE = 1.0  # seconds before a wrong try is answered


class Door(IdentityProvider):
    """Lets in who brings the token, the password, or the cookie of an earlier sign-in."""

    hashed = Unicode("", help="The password as jupyter_server.auth.passwd hashes it.")

    @property
    def auth_enabled(self) -> bool:
        """Whether the door is locked at all."""
        return bool(self.token or self.hashed)

    async def get_user(self, handler: Any) -> User | None:
        """Return the visitor; ``None`` when the door is locked and no key was brought."""
        if not self.auth_enabled:
            return _ANYBODY
        return await self._get_user(handler)

    async def get_user_token(self, handler: Any) -> User | None:
        """Return the visitor when the address or the header carries the token."""
        if not same(self.get_token(handler) or "", self.token):
            return None
        return self.generate_anonymous_user(handler)

    async def opens(self, typed: str) -> bool:
        """Whether what was typed is the token or the password."""
        if same(typed, self.token):
            return True
        return bool(self.hashed) and await asyncio.to_thread(passwd_check, self.hashed, typed)


class LoginHandler(Guarded, LoginFormHandler):
    """The page that asks for the token or the password."""

    _turn = asyncio.Lock()  # one password is checked at a time: its hash is dear on purpose

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask; who is in already goes on to the page."""
        if self.current_user:
            self._redirect_safe(self.get_query_argument("next", self.base_url))
        else:
            self._ask(wrong="wrong" in self.request.query_arguments)

    @allow_unauthenticated
    async def post(self) -> None:
        """Check what was typed."""
        typed = self.get_body_argument("password", "")[:500]
        async with self._turn:
            known = await self.identity_provider.opens(typed)
        self.journal.note("login", status=200 if known else 401)
        if known:
            user = self.identity_provider.generate_anonymous_user(self)
            self.identity_provider.set_login_cookie(self, user)
            self._redirect_safe(self.get_query_argument("next", self.base_url))
            return
        await asyncio.sleep(_PAUSE)
        self.set_status(401)
        self._ask(wrong=True)

    def _ask(self, *, wrong: bool) -> None:
        lang = self.lang
        after = self.get_query_argument("next", self.base_url)
        self.finish(
            self.page(
                "login.html",
                title=words(lang)["enter"],
                wrong=wrong,
                action="login?" + urlencode({"next": after, "lang": lang}),
                links={
                    code: "login?" + urlencode({"next": after, "lang": code}) for code in LANGUAGES
                },
            )
        )


def hashed(password: str) -> str:
    """Return a password's hash; one that is hashed already passes through."""
    kind, _colon, rest = password.partition(":")
    return password if kind in ("argon2", "sha1") and rest else passwd(password)


def same(given: str, wanted: str) -> bool:
    """Whether two words are the same, in a time that does not tell how much of them agrees."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
