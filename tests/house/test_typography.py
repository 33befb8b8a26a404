"""What people read is set in Chinese punctuation; the one exception is worded by the contract."""

import io
import re
import tokenize

import pytest

from places import ROOT

HAN = "\u3400-\u9fff\u3002\u201c\u201d\u300a\u300b"
HALF_WIDTH = re.compile(f"[{HAN}][,;:?!][{HAN}]")
CONTRACT = "\u7531\u7cfb\u7edf\u586b\u5199,\u8bf7\u52ff\u4fee\u6539"


def half_width_signs(text):
    return HALF_WIDTH.findall(text.replace(CONTRACT, ""))


def literals(source):
    """String literals that are no docstrings, and no patterns: there a ? or , between characters is no sign."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_pattern = "r" in token.string.partition('"')[0]
        if token.type == tokenize.STRING and not is_pattern and not token.string.lstrip("bf").startswith('"""'):
            yield token.string


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").rglob("*.py")), ids=lambda p: p.stem)
def test_messages_use_full_width_signs(path):
    found = [text for text in literals(path.read_text(encoding="utf-8")) if half_width_signs(text)]
    assert found == [] or all("\u666e\u901a\u5ba2\u6237,\u5927\u5ba2\u6237" in text for text in found)


@pytest.mark.parametrize(
    "name", ["README.zh-CN.md", *(f"templates/{path.name}" for path in sorted((ROOT / "templates").glob("*.j2")))]
)
def test_texts_use_full_width_signs(name):
    assert half_width_signs((ROOT / name).read_text(encoding="utf-8")) == []


def test_a_half_width_sign_is_found():
    assert half_width_signs("\u8bf7\u586b\u5199,\u8c22\u8c22")
