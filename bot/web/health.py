"""Is it alive, is it ready, and its figures."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.wiring import Service
from storage.unit_of_work import UnitOfWork

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request, response: Response) -> dict[str, object]:
    """503 when the books cannot be read. `outbox` counts rows by state, so that what is stuck is seen; `broken` are the
    ways out by which nothing gets through, with why and since when. They make the service no less ready.
    """
    service: Service = request.app.state.service
    try:
        counts, broken = await service.database.read(_leaving)
    except Exception as error:
        response.status_code = 503
        return {"status": "unavailable", "database": type(error).__name__}
    return {"status": "ok", "database": "ok", "outbox": counts, "broken": broken}


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The process's figures and the writer's, as Prometheus reads them."""
    service: Service = request.app.state.service
    written = asdict(service.statistics)
    lines = [
        f"# TYPE qingzhang_{name}_total counter\nqingzhang_{name}_total {count}\n"
        for name, count in written.items()
    ]
    return Response(generate_latest() + "".join(lines).encode(), media_type=CONTENT_TYPE_LATEST)


def _leaving(uow: UnitOfWork) -> tuple[dict[str, int], dict[str, dict[str, object]]]:
    broken: dict[str, dict[str, object]] = {
        fault.way: {"errcode": fault.errcode, "reason": fault.reason, "since": fault.since.isoformat()}
        for fault in uow.faults.all()
    }
    return uow.outbox.counts(), broken
