"""The operators' port: the mall in figures for Prometheus, whether it is ready, and the page. On this machine only."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import sqlalchemy as sa
import uvicorn
from litestar import Litestar, Response, get

from pos.mall import metrics
from pos.mall.chain import Mall
from pos.mall.serve import config_around
from pos.mall.watching import log_it, watched
from pos.till.ports import Clock


def office_config(mall: Mall, clock: Clock) -> uvicorn.Config:
    """How the operators' port is served."""

    @get("/metrics")
    async def figures() -> Response[bytes]:
        told = await asyncio.to_thread(metrics.page, mall.engine, clock)
        return Response(told, media_type="text/plain; version=0.0.4; charset=utf-8")

    @get("/ready")
    async def ready() -> Response[bytes]:
        try:
            await asyncio.to_thread(mall.health)
        except sa.exc.SQLAlchemyError:
            return Response(b"", status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(b"", status_code=HTTPStatus.OK)

    app = Litestar(route_handlers=[figures, ready], openapi_config=None, logging_config=None)
    return config_around(watched(app, log_it), None)
