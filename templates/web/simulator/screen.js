"use strict";
const $ = (id) => document.getElementById(id);
const people = [...document.querySelectorAll(".person")];
const groups = [...document.querySelectorAll(".group")];
const examples = [...document.querySelectorAll("#examples button")];
const WEEKDAYS = "日一二三四五六";
const GAP = 5 * 60 * 1000; // as in a chat: the time is shown again after five minutes
const ODD = { file: "〔文件〕",  voice: "〔语音〕3″", location: "〔位置〕", link: "〔链接〕", undelivered: "没送到：服务没有应答" };
let who = "";
let group = ""; // the group chat that is open; "" for the person's own
let last = null; // time of the last bubble shown
let kept = new Map(); // bubbles of this chat by seq: what the page asked for and what came meanwhile
let ahead = 0; // of the business clock before this machine's, in ms
let booksTimer = 0;

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(path + ": " + response.status);
  return response;
}

// Wall-clock parts of an ISO time that carries the company's offset, whatever zone the browser is in.
function local(iso) {
  const offset = iso.match(/([+-])(\d\d):(\d\d)$/);
  const minutes = offset ? (offset[1] + "1") * (offset[2] * 60 + +offset[3]) : 0;
  return new Date(Date.parse(iso) + minutes * 60000);
}
const two = (n) => String(n).padStart(2, "0");
const hour = (d) => two(d.getUTCHours()) + ":" + two(d.getUTCMinutes());
const day = (d) => `${d.getUTCMonth() + 1}月${d.getUTCDate()}日 周${WEEKDAYS[d.getUTCDay()]}`;

function setClock(iso) {
  ahead = local(iso).getTime() - Date.now();
  tick();
}
function tick() {
  const now = new Date(Date.now() + ahead);
  $("now").textContent = `${now.getUTCFullYear()}年${day(now)} ${hour(now)}`;
}

function element(kind, className, text) {
  const made = document.createElement(kind);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function content(bubble) {
  const box = element("div", "bubble");
  if (bubble.card) {
    fillCard(box, bubble);
  } else if (bubble.kind === "image") {
    const image = element("img", "");
    image.src = "/simulator/pictures/" + encodeURIComponent(bubble.media_id);
    image.alt = bubble.text || "图片";
    image.addEventListener("load", toEnd);
    box.append(image);
  } else if (bubble.kind in ODD) {
    box.classList.add("odd");
    box.textContent = ODD[bubble.kind] + bubble.text;
  } else {
    box.textContent = bubble.text;
  }
  return box;
}

const ROBOT = "robot";
function nameOf(userid) {
  if (userid === ROBOT) return "群机器人";
  return people.find((person) => person.dataset.who === userid)?.dataset.name || "清账";
}
function choicesOf(card) {
  if (card.replace_text) return [{ text: card.replace_text, done: true }];
  const select = (card.select_list || [])[0];
  if (select) return select.option_list.map((one) => ({ text: one.text, key: "submit", option: one.id }));
  return (card.button_list || []).map((one) => ({ text: one.text, key: one.key, option: "" }));
}
function fillCard(box, bubble) {
  box.classList.add("card");
  const card = bubble.card;
  box.append(element("h4", "", (card.main_title || {}).title || ""));
  if (card.sub_title_text) box.append(element("p", "", card.sub_title_text));
  const row = element("div", "");
  choicesOf(card).forEach((choice, place) => {
    const button = element("button", place || choice.done ? "" : "first", choice.text);
    button.type = "button";
    button.disabled = Boolean(choice.done);
    button.addEventListener("click", async () => {
      row.querySelectorAll("button").forEach((one) => { one.disabled = true; });
      const pressed = { who, task_id: card.task_id, key: choice.key, option: choice.option, chat: group };
      await ask("/simulator/clicks", pressed).catch(console.warn);
      refreshBooks();
    });
    row.append(button);
  });
  if (row.childElementCount) box.append(row);
}
// A card that was changed shows in the bubble that it has.
function change(bubble) {
  kept.set(bubble.seq, bubble);
  const old = $("bubbles").querySelector(`[data-seq="${bubble.seq}"] .bubble`);
  if (old) old.replaceWith(content(bubble));
}

function show(bubble) {
  kept.set(bubble.seq, bubble);
  $("bubbles").querySelector(".empty")?.remove();
  const at = local(bubble.at);
  if (last === null || at - last > GAP) $("bubbles").append(element("li", "when", `${day(at)} ${hour(at)}`));
  last = at;
  const person = bubble.side === "person";
  const writer = person && bubble.by ? people.find((one) => one.dataset.who === bubble.by) : current();
  const mine = person && (!bubble.by || bubble.by === who);
  const row = element("li", (mine ? "mine" : "theirs") + (bubble.failed ? " failed" : ""));
  row.dataset.seq = bubble.seq;
  const face = person ? writer.querySelector(".face").cloneNode(true) : element("span", "logo", bubble.by === ROBOT ? "机" : "清");
  const box = content(bubble);
  if (group && !mine) box.prepend(element("span", "by", person ? writer.dataset.name : nameOf(bubble.by)));
  row.append(face, box);
  $("bubbles").append(row);
  toEnd();
}
function toEnd() { $("bubbles").scrollTop = $("bubbles").scrollHeight; }
function current() { return people.find((person) => person.dataset.who === who); }

function setUnread(counts) {
  for (const one of groups) {
    const count = one.dataset.chat === group ? 0 : counts[one.dataset.chat] || 0;
    one.querySelector(".badge").hidden = !count;
    one.querySelector(".badge").textContent = count > 99 ? "99+" : count;
  }
  for (const person of people) {
    const count = person.dataset.who === who && !group ? 0 : counts[person.dataset.who] || 0;
    const badge = person.querySelector(".badge");
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : count;
  }
}

async function refreshState() {
  const state = await (await ask("/simulator/state")).json();
  setClock(state.now);
  setUnread(state.unread);
}

// A group is read, and written in as the person chosen before, if he is in it.
async function enter(chosen) {
  group = chosen.dataset.chat;
  const members = chosen.dataset.members.split(" ");
  if (!members.includes(who)) who = members[0];
  for (const one of groups) one.setAttribute("aria-pressed", String(one === chosen));
  for (const one of people) one.setAttribute("aria-pressed", String(one.dataset.who === who));
  for (const example of examples) example.hidden = true;
  for (const side of document.querySelectorAll(".write .side")) side.hidden = true;
  $("where").textContent = chosen.dataset.name;
  $("as").textContent = `你是${nameOf(who)}，在群里说话会@清账`;
  chosen.querySelector(".badge").hidden = true;
  await reload();
}

async function become(next) {
  who = next;
  group = "";
  for (const one of groups) one.setAttribute("aria-pressed", "false");
  for (const side of document.querySelectorAll(".write .side")) side.hidden = false;
  $("where").textContent = "清账";
  localStorage.setItem("who", who);
  const person = current();
  for (const each of people) each.setAttribute("aria-pressed", String(each === person));
  for (const example of examples) example.hidden = example.dataset.for !== who;
  $("as").textContent = `你是${person.dataset.name}（${person.dataset.post}）`;
  person.querySelector(".badge").hidden = true;
  person.scrollIntoView({ block: "nearest", inline: "nearest" });
  // A phone would open its keyboard.
  if (!matchMedia("(pointer: coarse)").matches) $("text").focus();
  await reload();
  // Opening the app is an event of its own: it greets once a day.
  act({ kind: "enter_agent" });
}

async function reload() {
  const asked = group || who;
  kept = new Map();
  const bubbles = await (await ask("/simulator/chats/" + encodeURIComponent(asked))).json();
  if (asked !== (group || who)) return;
  for (const bubble of bubbles) kept.set(bubble.seq, bubble);
  $("bubbles").replaceChildren();
  last = null;
  [...kept.values()].sort((one, other) => one.seq - other.seq).forEach(show);
  if (!kept.size) {
    const empty = group ? "群里还没消息。打一句就是@清账。" : "还没说过话。点下面的例句，或者自己打一句。";
    $("bubbles").append(element("li", "empty", empty));
  }
}

async function act(doing) {
  try {
    await ask("/simulator/acts", { who, group: doing.kind ? "" : group, ...doing });
  } catch (error) {
    console.warn(error);
  }
  refreshBooks();
}

async function picture() {
  const canvas = document.createElement("canvas");
  canvas.width = 360; canvas.height = 440;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fbfaf5"; pen.fillRect(0, 0, 360, 440);
  pen.strokeStyle = "#9aa"; pen.strokeRect(24, 84, 312, 250);
  pen.fillStyle = "#333"; pen.font = "bold 26px sans-serif"; pen.fillText("送 货 单", 124, 52);
  pen.font = "17px sans-serif";
  ["客户：永盛装饰", "单号：8831", "瓷砖 800×800　200片", "金额：12,000.00", "签收：王"].forEach(
    (line, n) => pen.fillText(line, 44, 124 + n * 44));
  pen.font = "14px sans-serif"; pen.fillText("恒达建材有限公司", 200, 380);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const query = new URLSearchParams({ who, name: "送货单.png" });
  await fetch("/simulator/pictures?" + query, { method: "POST", headers: { "content-type": "image/png" }, body: blob });
}

function refreshBooks() {
  clearTimeout(booksTimer);
  booksTimer = setTimeout(async () => {
    const before = new Map(rows().map((row) => [row.dataset.key, row.textContent]));
    const top = $("books").scrollTop;
    $("books").innerHTML = await (await ask("/simulator/books")).text();
    $("books").scrollTop = top;
    if (!before.size) return;
    for (const row of rows()) row.classList.toggle("changed", before.get(row.dataset.key) !== row.textContent);
  }, 150);
}
const rows = () => [...$("books").querySelectorAll(".customers tr")];

async function pass(step) {
  const buttons = document.querySelectorAll(".clock button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    setClock((await (await ask("/simulator/clock", step)).json()).now);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
  refreshBooks();
}

function listen() {
  const scheme = location.protocol === "https:" ? "wss://" : "ws://";
  const socket = new WebSocket(scheme + location.host + "/simulator/live");
  socket.addEventListener("open", () => { $("away").hidden = true; refreshState(); reload(); refreshBooks(); });
  socket.addEventListener("message", (event) => {
    const { bubble, unread } = JSON.parse(event.data);
    const place = group || who;
    if (bubble.userid === place && kept.has(bubble.seq)) change(bubble);
    if (bubble.userid === place && !kept.has(bubble.seq)) {
      show(bubble);
      if (bubble.side === "app") ask("/simulator/looks", { who: place });
    }
    setUnread(unread);
    refreshBooks();
  });
  socket.addEventListener("close", () => { $("away").hidden = false; setTimeout(listen, 1000); });
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = Math.min($("text").scrollHeight + 2, 140) + "px";
}

$("people").addEventListener("click", (event) => {
  const person = event.target.closest(".person");
  if (person && (group || person.dataset.who !== who)) become(person.dataset.who);
  const chosen = event.target.closest(".group");
  if (chosen && chosen.dataset.chat !== group) enter(chosen);
});
$("examples").addEventListener("click", (event) => {
  if (event.target.tagName === "BUTTON") act({ text: event.target.textContent });
});
$("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  grow();
  act({ text });
});
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (event) => {
  // Enter chooses a word while Chinese is being composed.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $("write").requestSubmit();
});
document.querySelector("[data-act=voice]").addEventListener("click", () => act({ kind: "voice" }));
document.querySelector("[data-act=picture]").addEventListener("click", picture);
document.querySelector(".clock").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) pass("morning" in button.dataset ? { morning: true } : { minutes: +button.dataset.minutes });
});
$("toggle").addEventListener("click", () => {
  const open = $("books").classList.toggle("open");
  $("toggle").setAttribute("aria-expanded", String(open));
  $("toggle").textContent = open ? "收起" : "账本";
});
setInterval(tick, 1000);
refreshBooks();
const before = localStorage.getItem("who");
become(people.some((person) => person.dataset.who === before) ? before : people[0].dataset.who).finally(listen);
