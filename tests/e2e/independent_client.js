// Tencent's side, sealed by Tencent's own package: node independent_client.js PACKAGES PORT TOKEN AES_KEY CORP_ID
// Reads [{sender, text, number}] from standard input, sends them in order, writes the opened answers as JSON.
"use strict";
const http = require("http");
const { createRequire } = require("module");

const [packages, port, token, aesKey, corp] = process.argv.slice(2);
const { encrypt, decrypt, getSignature } = createRequire(packages + "/")("@wecom/crypto");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function inner({ sender, text, number }, now) {
  return (
    `<xml><ToUserName><![CDATA[${corp}]]></ToUserName><FromUserName><![CDATA[${sender}]]></FromUserName>` +
    `<CreateTime>${now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>` +
    `<MsgId>${number}</MsgId><AgentID>1000002</AgentID></xml>`
  );
}

function post(message) {
  const now = String(Math.floor(Date.now() / 1000));
  const nonce = String(message.number * 7);
  const sealed = encrypt(aesKey, inner(message, now), corp);
  const query = new URLSearchParams({
    msg_signature: getSignature(token, now, nonce, sealed), timestamp: now, nonce,
  });
  const body = `<xml><ToUserName><![CDATA[${corp}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`;
  const headers = { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) };
  const target = { host: "127.0.0.1", port, agent, method: "POST", path: "/wecom/callback?" + query, headers };
  return new Promise((resolve, reject) => {
    const request = http.request(target, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

function element(xml, name) {
  const found = xml.match(new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`));
  if (!found) throw new Error(`no ${name} in ${xml}`);
  return found[1];
}

function opened({ status, body }) {
  if (status !== 200 || !body) throw new Error(`answered ${status} ${body}`);
  const sealed = element(body, "Encrypt");
  const signature = getSignature(token, element(body, "TimeStamp"), element(body, "Nonce"), sealed);
  if (signature !== element(body, "MsgSignature")) throw new Error("the reply's signature is wrong");
  const reply = decrypt(aesKey, sealed);
  if (reply.id !== corp) throw new Error(`the reply is for ${reply.id}`);
  return element(reply.message, "Content");
}

async function main() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  const answers = [];
  for (const message of JSON.parse(Buffer.concat(parts).toString())) answers.push(opened(await post(message)));
  process.stdout.write(JSON.stringify(answers));
  agent.destroy();
}

main().catch((error) => {
  process.stderr.write(String(error.stack || error));
  process.exit(1);
});
