"""Whose stage a page or a socket plays on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from bot.simulator.stage import Simulator


def simulator_of(connection: HTTPConnection) -> Simulator:
    simulator: Simulator = connection.app.state.simulator
    return simulator


Playing = Annotated[Simulator, Depends(simulator_of)]
