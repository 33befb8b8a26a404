"""``huifang policies``."""

from __future__ import annotations

import click

from huifang.cli.session import Session


@click.command("policies", short_help="列出可用的制度。")
@click.pass_obj
def command(session: Session) -> None:
    """列出可用的制度；名称用于 init --policy。"""
    from huifang.edges.known.presets import presets

    listed = presets()
    for preset in listed:
        session.say(f"{preset.preset:<22}{preset.name}(出处{preset.document})")
        session.say(f"    适合{preset.whom}：{preset.asks}。")
    body = [
        {
            "preset": p.preset, "name": p.name, "source": p.source, "regulation": p.regulation,
            "whom": p.whom, "asks": p.asks,
        }
        for p in listed
    ]  # fmt: skip
    session.finish({"policies": body}, clean=True)
