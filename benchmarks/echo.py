"""What full messages are measured against: a bare FastAPI and wechatpy echo, on the same uvicorn.

python -m benchmarks.echo PORT
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from benchmarks.company import CORP_ID, SEAL

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
crypto = WeChatCrypto(SEAL.token, SEAL.aes_key, CORP_ID)


@app.get("/healthz")
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/wecom/callback")
async def receive(request: Request, msg_signature: str, timestamp: str, nonce: str) -> Response:
    body = await request.body()
    message = parse_message(crypto.decrypt_message(body, msg_signature, timestamp, nonce))
    reply = create_reply(message.content, message).render()
    return Response(crypto.encrypt_message(reply, nonce, timestamp), media_type="application/xml")


if __name__ == "__main__":
    # The same as `serve` asks of uvicorn.
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
