"""Checks ``encoding`` and ``unseen``: the file of prose is read alike by all tools and people."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.grids.encoding import UTF_8
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_TURNING = {"U+061C", "U+200E", "U+200F"}
_TURNING |= {f"U+{code:04X}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_MOST_TOLD = 5


@check("encoding", NoParameters)
def check_encoding(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding: failing where the prose is in another encoding."""
    narrative = context.narrative
    passing = narrative.encoding == UTF_8
    message = f"{narrative.file} 按 {narrative.encoding} 编码读取。"
    state = State.PASS if passing else State.FAIL
    yield rule.finding("text", narrative.file, state, message)


@check("unseen", NoParameters)
def check_unseen(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding: failing where the file has characters that nobody sees."""
    narrative = context.narrative
    found = narrative.unseen
    if not found:
        words = f"{narrative.file} 里没有看不见的字符。"
        yield rule.finding("text", narrative.file, State.PASS, words)
        return
    listed = "、".join(found[:_MOST_TOLD]) + " 等" * (len(found) > _MOST_TOLD)
    turned = "，编辑软件会把后面的数颠倒显示（32 显示成 23）" if _TURNING & {*found} else ""
    words = (
        f"{narrative.file} 里有看不见的字符 {listed}{turned}。核对和印出的，都是去掉以后的文字。"
    )
    yield rule.finding("text", narrative.file, State.FAIL, words)
