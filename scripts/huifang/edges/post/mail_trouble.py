"""What stands in the way between us and the servers of a mailbox, as people are told."""

from __future__ import annotations

import re
import ssl

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import clean
from huifang.edges.store.files import OfficeError
from huifang.policy.mail import ADDRESS

#: So much of a server's answer is told.
_LONGEST = 160


class MailTrouble(OfficeError):
    """Nothing can be sent or fetched now."""


def answer_text(answer: bytes | str, secret: str = "") -> str:
    """A server's answer as one short line that can be kept: no address of anybody, nor the password, is in it."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    text = text.replace(secret, "…") if secret else text
    text = ADDRESS.sub("…", " ".join(clean(text).split()))
    text = text.encode("gbk", "replace").decode("gbk")
    return text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")


def in_brackets(answer: bytes | str, secret: str = "") -> str:
    """The same behind a sentence of ours; empty where it says nothing."""
    text = answer_text(answer, secret)
    return f"({text})" if text else ""


def why_not_reached(host: str, error: OSError, seconds: float) -> Reason:
    """Why a server cannot be talked to."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return because("Y913", server=host, answer=in_brackets(error.verify_message))
    if isinstance(error, TimeoutError):
        return because("Y915", server=host, seconds=f"{seconds:.0f}")
    return because("Y912", server=host, answer=in_brackets(_without_numbers(error)))


def why_gone(host: str, error: OSError, seconds: float) -> Reason:
    """Why a talk that had begun did not end."""
    if isinstance(error, TimeoutError):
        return because("Y915", server=host, seconds=f"{seconds:.0f}")
    return because("Y916", server=host, answer=in_brackets(_without_numbers(error)))


def _without_numbers(error: OSError) -> str:
    return re.sub(r"^\[[^]]*\]\s*", "", error.strerror or str(error))
