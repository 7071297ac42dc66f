"""The server for agents, asked by the reference client over stdin and stdout."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp", reason="the extra `mcp`")
pytest.importorskip("mcp.server.mcpserver", reason="the extra `mcp`, version 2")


def test_the_reference_client_calls_each_tool(stripes: Path) -> None:
    """It lists them with their parameters, calls each, and gets errors as answers."""

    async def talk() -> dict[str, Any]:
        arguments = ["-Im", "cvpalette.mcp_server", "--root", str(stripes.parent)]
        parameters = mcp.StdioServerParameters(command=sys.executable, args=arguments)
        async with mcp.Client(mcp.stdio_client(parameters)) as client:
            return {
                "tools": (await client.list_tools()).tools,
                "extract": await client.call_tool("extract", {"source": "stripes.png", "colors": 4}),
                "convert": await client.call_tool("convert", {"source": "stripes.png", "format": "hex"}),
                "check": await client.call_tool("check", {"source": "gameboy", "rules": ["distinct>=30"]}),
                "wrong": await client.call_tool("extract", {"source": "../x.png"}),
            }

    answers = asyncio.run(talk())
    assert [tool.name for tool in answers["tools"]] == ["extract", "convert", "check"]
    for tool in answers["tools"]:
        assert tool.description
        assert all(each["description"] for each in tool.input_schema["properties"].values())
    assert [color["hex"] for color in answers["extract"].structured_content["colors"]] == [
        *("#264653", "#2a9d8f", "#e76f51", "#e9c46a")
    ]
    assert answers["convert"].content[0].text.startswith("#264653\n")
    assert answers["check"].structured_content["kept"] is False
    assert answers["wrong"].is_error
    assert "is not below" in answers["wrong"].content[0].text
