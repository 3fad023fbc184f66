"""Vectors of the envelope. Official ones: doc/91144 and Tencent's callback sample (Sample.py).

Derived ones were made with the same key and a fixed random16, so that encryption can be tested byte for byte.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
RECEIVE_ID = "wx5823bf96d3bd56c7"
NOW = datetime.fromtimestamp(1409659813, UTC)


@dataclass(frozen=True, kw_only=True)
class Vector:
    """`plain` encrypted with `random16` for `receive_id` is `sealed`; signed where a signature is known."""

    plain: str
    random16: str
    receive_id: str
    sealed: str
    timestamp: str = ""
    nonce: str = ""
    signature: str = ""


OFFICIAL_ECHO = Vector(
    plain="1616140317555161061",
    random16="c41b64491c2468d0",
    receive_id=RECEIVE_ID,
    sealed="P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    timestamp="1409659589",
    nonce="263014780",
    signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
)
OFFICIAL_MESSAGE = Vector(
    plain=(
        "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycr"
        "eate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></Ms"
        "gType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>"
        "218</AgentID>\n</xml>"
    ),
    random16="0960688932c47ef1",
    receive_id=RECEIVE_ID,
    sealed=(
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3Qczc"
        "dCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLj"
        "vd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMn"
        "vw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k"
        "22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2Yoy"
        "yH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    ),
    timestamp="1409659813",
    nonce="1372623149",
    signature="477715d11cdb4164915debcba66cb864d751f3e6",
)
DERIVED_REPLY = Vector(
    plain=(
        "<xml><ToUserName><![CDATA[mycreate]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd5"
        "6c7]]></FromUserName><CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgTy"
        "pe><Content><![CDATA[已登记：欠款 ¥1,200.00]]></Content></xml>"
    ),
    random16="0123456789abcdef",
    receive_id=RECEIVE_ID,
    sealed=(
        "sKqRbbiSUnDhFHOvPjtUMVV2viKuY5tnLwO0Mc//z6O7FJXRrqu5TTn4hkQTU6uzKeo3oSMDAyV1j16fh+OMRKYg"
        "bOT7rGADsEYhkBPcaOBTwnCb29gQFHcLnJd4+PlUVDhFh0r7BfkbMnjDSOy6gPhm6m4qe6SFEZcgDClbbZg5Z06A"
        "RjeBh8BOPJyl1mC+PmuXKD9sBW23aSMNXP513TS0vxN52owNQ17VYtAJyXUtlYcqjAOqTf1DaWsBtG90HaUKpBmy"
        "nWh1N4S9jZcSiD9d+tgkvdaZJaQ6xExKGz7z18AT6ox78+1zSxRcrJLiss0RnFvjL9oPySqI+T36Wo+Zb4vBr1es"
        "7ErX+5H3oEPuLZwCcBJQY7qoFZWuEuGV"
    ),
    timestamp="1409659813",
    nonce="1372623149",
    signature="aabfd23f7856396877515984d9a95c6d34b92027",
)
DERIVED_BOT_JSON = Vector(
    plain=(
        '{"msgid":"CAIQ16HMjQYY/NGagIOAgAMgq4KM0AI=","aibotid":"AIBOTID","chatid":"CHATID","chatt'
        'ype":"group","from":{"userid":"zhangsan"},"response_url":"https://qyapi.weixin.qq.com/cg'
        'i-bin/aibot/response?response_code=RESPONSE_CODE","msgtype":"text","text":{"content":"@记'
        '账 登记欠款 张三商行 1200"}}'
    ),
    random16="fedcba9876543210",
    receive_id="",
    sealed=(
        "P9TP8OO8ZpJE35Ha/87+5Hk6IdR4vsAFlIn51TQBL2eiVYg0FmllxPdnwvrVlKBDsv1BoNUI4T1mIh1VFJvzuifJ"
        "3QeeahRsbPKOuUG9wLUhS2rmEe9cye0L9sz9H8R8RJfFWuIyPmzowEtwH6KP5N9T2G6LYuIl+v0kcFiQxZVCb54q"
        "ka7fShSQ5UsbC26++v49Xx6u4nAlu5f3xK7RTAjSMDq+YFjqiVJwaTjkA4cAlqPHskoZ6cmob+jJ4FSlNgpOpzWa"
        "ypI2vqMn6bVQMCdcm5pggLwuo3TjEphNk53AfsHSj/5IesTwyJcUxWSbMnM9f+mzwvYBlAbI/bJRYcABU269ULR0"
        "w/gM2W9HZdYOA/vW/3haYOWCzkhsPf7GLXSm6SgdA+RVH+2JOZhH0enXs5zhwJu5XHUHxcY+MkgbZJuCy48rwEmY"
        "QvMIEege9r7rmjyJGz0VhC26jFI/IQ=="
    ),
    timestamp="1409659813",
    nonce="1372623149",
    signature="47a7c41aec004e73dd04d4507a2af68c5fe71ddf",
)
# random, length, message and receiveid fill 64 bytes, so a whole block of padding (0x20) follows.
DERIVED_FULL_PAD = Vector(
    plain="xxxxxxxxxxxxxxxxxxxxxxxxxx",
    random16="0123456789abcdef",
    receive_id=RECEIVE_ID,
    sealed=(
        "sKqRbbiSUnDhFHOvPjtUMSs1k8K1CdhVATTBQNj5RGfr2SSogQPwiaREvDG6j+anDDTQGRPc5XVafaRf07vjdJWo"
        "03DV9aa/cArn/HDtV476heTTKpJSMh7JMO1cnA3V"
    ),
)

ALL = (OFFICIAL_ECHO, OFFICIAL_MESSAGE, DERIVED_REPLY, DERIVED_BOT_JSON, DERIVED_FULL_PAD)
SIGNED = (OFFICIAL_ECHO, OFFICIAL_MESSAGE, DERIVED_REPLY, DERIVED_BOT_JSON)

OFFICIAL_FIELDS = {
    "ToUserName": "wx5823bf96d3bd56c7",
    "FromUserName": "mycreate",
    "CreateTime": "1409659813",
    "MsgType": "text",
    "Content": "hello",
    "MsgId": "4561255354251345929",
    "AgentID": "218",
}

BAD_SIGNATURE = "0000000000000000000000000000000000000000"
WRONG_RECEIVE_ID = "ww0000000000000000"
TRUNCATED = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6a"
