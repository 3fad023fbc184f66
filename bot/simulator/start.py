"""Puts the simulator into a service: settings that reach nothing outside, and its routes."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import SecretStr

from bot.clock import SimulatedClock
from bot.simulator import api, bot_api, identity, office, office_api, outside_api, phones, screen
from bot.simulator.company import COMPANY, ROBOTS
from bot.simulator.stage import HOST, Simulator
from bot.wiring import Service
from config.connections import Robots, Sms, Smtp, Wecom
from config.settings import Settings

DATABASE_URL = "sqlite:///data/simulator.db"


def simulated_settings(settings: Settings, port: int) -> Settings:
    """The same settings on the simulator's own database and company; no message, mail or SMS leaves the machine."""
    wecom = Wecom(
        corp_id=COMPANY.corp_id,
        agent_id=COMPANY.agent_id,
        secret=SecretStr(COMPANY.secret),
        token=SecretStr(COMPANY.token),
        aes_key=SecretStr(COMPANY.aes_key),
        api_base=f"http://{HOST}:{port}{api.PREFIX}",
        bot_id=COMPANY.bot_id,
        bot_name=COMPANY.bot_name,
        bot_secret=SecretStr(COMPANY.bot_secret),
        customer_contact=True,
        approval_template=office_api.TEMPLATE,
        authorize_url=f"http://{HOST}:{port}{api.PREFIX}{identity.AUTHORIZE}",
        login_url=f"http://{HOST}:{port}{api.PREFIX}{identity.LOGIN}",
        bot_ws_url=f"ws://{HOST}:{port}{bot_api.ADDRESS}{bot_api.SOCKET}",
    )
    robots = Robots(**{f"{key.rpartition('-')[2]}_key": SecretStr(key) for key in ROBOTS})
    away = {"redis_url": "", "robots": robots, "smtp": Smtp(), "sms": Sms()}
    away["public_url"] = f"http://{HOST}:{port}"
    return settings.model_copy(update={"database_url": DATABASE_URL, "wecom": wecom, **away})


def attach(app: FastAPI, service: Service, port: int) -> Simulator:
    """Mount the simulator's routes; raises ValueError for a service that is not simulated.

    The caller starts what is returned after the service, and stops it before.
    """
    if not service.simulated or not isinstance(service.clock, SimulatedClock):
        raise ValueError("the simulator plays for a simulated service only")
    simulator = Simulator(service, service.clock, port)
    app.state.simulator = simulator
    app.include_router(api.router)
    app.include_router(bot_api.router)
    app.include_router(outside_api.router)
    app.include_router(phones.router)
    app.include_router(identity.router)
    app.include_router(office_api.router)
    app.include_router(office.router)
    app.include_router(screen.router)
    return simulator
