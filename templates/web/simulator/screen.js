"use strict";
const $ = (id) => document.getElementById(id);
const people = [...document.querySelectorAll(".person")];
const groups = [...document.querySelectorAll(".group:not(.phone)")];
const phones = [...document.querySelectorAll(".phone")];
const examples = [...document.querySelectorAll("#examples button")];
const WEEKDAYS = "日一二三四五六";
const GAP = 5 * 60 * 1000; // as in a chat: the time is shown again after five minutes
const ODD = { file: "〔文件〕",  voice: "〔语音〕3″", location: "〔位置〕", link: "〔链接〕", undelivered: "没送到：服务没有应答" };
let who = "";
let group = ""; // the group chat that is open; "" for the person's own
let phone = ""; // the customer's phone that is open
let bot = false; // the person's own chat with the AI bot is open, not the one with the app
let last = null; // time of the last bubble shown
let kept = new Map(); // bubbles of this chat by seq: what the page asked for and what came meanwhile
let ahead = 0; // of the business clock before this machine's, in ms
let booksTimer = 0;

// The key of the chat that is shown, as bubbles name it.
function place() {
  if (phone) return "phone:" + phone;
  return group || (bot ? "bot:" : "") + who;
}

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
    fillText(box, bubble.text);
  }
  return box;
}
// Addresses can be opened, as in a chat.
function fillText(box, text) {
  for (const part of text.split(/(https?:\/\/[^\s，。]+)/)) {
    if (!/^https?:\/\//.test(part)) { box.append(part); continue; }
    const link = element("a", "", part);
    link.href = part; link.target = "_blank"; link.rel = "noopener noreferrer";
    box.append(link);
  }
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
      const pressed = { who, task_id: card.task_id, key: choice.key, option: choice.option, chat: group || (bot ? place() : "") };
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
  const mine = person && (phone || !bubble.by || bubble.by === who);
  const row = element("li", (mine ? "mine" : "theirs") + (bubble.failed ? " failed" : ""));
  row.dataset.seq = bubble.seq;
  const face = faceOf(bubble, person, writer);
  const box = content(bubble);
  if (group && !mine) box.prepend(element("span", "by", person ? writer.dataset.name : nameOf(bubble.by)));
  row.append(face, box);
  $("bubbles").append(row);
  toEnd();
}
function faceOf(bubble, person, writer) {
  if (phone && person) return phoneButton().querySelector(".face").cloneNode(true);
  const sender = phone && people.find((one) => one.dataset.who === bubble.by);
  if (sender) return sender.querySelector(".face").cloneNode(true);
  return person ? writer.querySelector(".face").cloneNode(true) : element("span", "logo", bubble.by === ROBOT ? "机" : "清");
}
function phoneButton() { return phones.find((one) => one.dataset.phone === phone); }
function toEnd() { $("bubbles").scrollTop = $("bubbles").scrollHeight; }
function current() { return people.find((person) => person.dataset.who === who); }

function setUnread(counts) {
  const count = (key) => (key === place() ? 0 : counts[key] || 0);
  for (const one of groups) badge(one, count(one.dataset.chat));
  for (const one of phones) badge(one, count("phone:" + one.dataset.phone));
  for (const one of people) badge(one, count(one.dataset.who) + count("bot:" + one.dataset.who));
}
function badge(button, count) {
  const mark = button.querySelector(".badge");
  mark.hidden = !count;
  mark.textContent = count > 99 ? "99+" : count;
}

// What WeCom asks a colleague to send with a tap: nothing reaches the customer before.
async function refreshTasks() {
  const all = await (await ask("/simulator/tasks")).json();
  const mine = phone || group ? [] : all.filter((task) => task.who === who);
  $("tasks").replaceChildren(...mine.map((task) => {
    const row = element("li", "");
    row.append(element("b", "", `企业微信请你发给${task.name}`), element("p", "", task.text));
    const button = element("button", "", "点一下，发给客户");
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      await ask(`/simulator/tasks/${encodeURIComponent(task.task)}/taps`, {}).catch(console.warn);
      refreshTasks();
    });
    row.append(button);
    return row;
  }));
}
// WeCom's own approvals: whoever is asked decides there, or in the chat; the first word counts.
async function refreshApprovals() {
  const all = await (await ask("/simulator/approvals")).json();
  const mine = phone || group ? [] : all.filter((one) => one.who.includes(who));
  if ($("approvals").dataset.shown === JSON.stringify(mine)) return;
  $("approvals").dataset.shown = JSON.stringify(mine);
  $("approvals").replaceChildren(...mine.map((one) => {
    const row = element("li", "");
    row.append(element("b", "", `审批：${one.by}提交${one.sum && one.sum !== "0.00" ? " " + one.sum + "元" : ""}`), element("p", "", one.text));
    for (const [label, agrees] of [["同意", true], ["拒绝", false]]) {
      const button = element("button", "", label);
      button.type = "button";
      button.addEventListener("click", async () => {
        row.querySelectorAll("button").forEach((each) => { each.disabled = true; });
        await ask(`/simulator/approvals/${encodeURIComponent(one.number)}`, { who, agrees }).catch(console.warn);
        refreshApprovals().catch(console.warn);
      });
      row.append(button);
    }
    return row;
  }));
}

// The app's menu, below its own chat alone.
async function showMenu() {
  const buttons = await (await ask("/simulator/menu")).json();
  $("menu").replaceChildren(...buttons.map((button) => {
    const column = element("div", ""), head = element("button", "", button.name), below = element("div", "below");
    head.type = "button";
    below.hidden = true;
    for (const one of button.sub_button) {
      const item = element("button", "", one.name);
      item.type = "button";
      item.addEventListener("click", () => pressMenu(one));
      below.append(item);
    }
    head.setAttribute("aria-expanded", "false");
    head.addEventListener("click", () => {
      const open = below.hidden;
      closeMenu();
      if (!button.sub_button.length) { pressMenu(button); return; }
      below.hidden = !open;
      head.setAttribute("aria-expanded", String(open));
    });
    column.append(below, head);
    return column;
  }));
}
function closeMenu() {
  for (const below of $("menu").querySelectorAll(".below")) below.hidden = true;
  for (const head of $("menu").querySelectorAll("[aria-expanded]")) head.setAttribute("aria-expanded", "false");
}
async function pressMenu(button) {
  closeMenu();
  if (button.url) window.open(button.url, "_blank", "noopener");
  await ask("/simulator/presses", { who, key: button.url || button.key }).catch(console.warn);
  refreshBooks();
}

function press(chosen) {
  for (const one of [...groups, ...phones]) one.setAttribute("aria-pressed", String(one === chosen));
  document.body.classList.toggle("phone-open", Boolean(phone));
  $("ways").hidden = Boolean(phone || group);
  $("menu").hidden = Boolean(phone || group || bot);
  for (const one of $("ways").children) one.setAttribute("aria-pressed", String((one.dataset.way === "bot") === bot));
}

async function refreshState() {
  const state = await (await ask("/simulator/state")).json();
  setClock(state.now);
  setUnread(state.unread);
}

// A group is read, and written in as the person chosen before, if he is in it.
async function enter(chosen) {
  group = chosen.dataset.chat;
  phone = "";
  press(chosen);
  const members = chosen.dataset.members.split(" ");
  if (!members.includes(who)) who = members[0];
  for (const one of people) one.setAttribute("aria-pressed", String(one.dataset.who === who));
  for (const example of examples) example.hidden = true;
  for (const side of document.querySelectorAll(".write .side")) side.hidden = true;
  $("where").textContent = chosen.dataset.name;
  $("as").textContent = `你是${nameOf(who)}，在群里说话会@清账`;
  chosen.querySelector(".badge").hidden = true;
  await reload();
}

// A customer's phone: the service account's chat, and what colleagues sent with a tap.
async function pickUp(chosen) {
  phone = chosen.dataset.phone;
  group = "";
  press(chosen);
  for (const one of people) one.setAttribute("aria-pressed", "false");
  for (const example of examples) example.hidden = example.dataset.for !== "phone";
  for (const side of document.querySelectorAll(".write .side")) side.hidden = true;
  $("where").textContent = "微信";
  $("as").textContent = `这是客户${chosen.dataset.name}的手机，写给微信客服`;
  badge(chosen, 0);
  await reload();
}

async function become(next, toBot) {
  who = next;
  group = phone = "";
  bot = Boolean(toBot);
  press(null);
  for (const side of document.querySelectorAll(".write .side")) side.hidden = bot;
  $("where").textContent = bot ? "清账（智能机器人）" : "清账";
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
  if (!bot) act({ kind: "enter_agent" });
}

async function reload() {
  const asked = place();
  const from = phone ? "/simulator/phones/" + encodeURIComponent(phone) : "/simulator/chats/" + encodeURIComponent(asked);
  kept = new Map();
  refreshTasks().catch(console.warn);
  refreshApprovals().catch(console.warn);
  const bubbles = await (await ask(from)).json();
  if (asked !== place()) return;
  for (const bubble of bubbles) kept.set(bubble.seq, bubble);
  $("bubbles").replaceChildren();
  last = null;
  [...kept.values()].sort((one, other) => one.seq - other.seq).forEach(show);
  if (!kept.size) {
    const none = "还没说过话。点下面的例句，或者自己打一句。";
    const empty = group ? "群里还没消息。打一句就是@清账。" : phone ? "还没收到什么。业务员点了群发、或者您自己写给客服，就在这里。" : none;
    $("bubbles").append(element("li", "empty", empty));
  }
}

async function act(doing) {
  try {
    if (phone) await ask(`/simulator/phones/${encodeURIComponent(phone)}/lines`, { text: doing.text });
    else await ask("/simulator/acts", { who, group: doing.kind ? "" : group, bot: bot && !group && !doing.kind, ...doing });
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
    const here = bubble.userid === place();
    if (here && kept.has(bubble.seq)) change(bubble);
    else if (here) {
      show(bubble);
      if (bubble.side === "app") ask(phone ? "/simulator/phones/" + encodeURIComponent(phone) : "/simulator/looks", phone ? undefined : { who: place() });
    }
    setUnread(unread);
    refreshTasks().catch(console.warn);
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
  if (person && (group || phone || person.dataset.who !== who)) become(person.dataset.who);
  const chosen = event.target.closest(".group");
  if (chosen && chosen.dataset.phone) pickUp(chosen);
  else if (chosen && chosen.dataset.chat !== group) enter(chosen);
});
$("ways").addEventListener("click", (event) => {
  const way = event.target.dataset.way;
  if (way && (way === "bot") !== bot) become(who, way === "bot");
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
$("faults").addEventListener("click", async (event) => {
  const ordered = event.target.dataset.fault;
  if (!ordered) return;
  await ask("/simulator/faults", JSON.parse(ordered)).catch(console.warn);
  $("faults").classList.toggle("ordered", ordered !== "{}");
  $("faults").open = false;
});
$("toggle").addEventListener("click", () => {
  const open = $("books").classList.toggle("open");
  $("toggle").setAttribute("aria-expanded", String(open));
  $("toggle").textContent = open ? "收起" : "账本";
});
document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) closeMenu(); });
setInterval(tick, 1000);
// An approval shows no bubble when it comes.
setInterval(() => refreshApprovals().catch(() => {}), 3000);
showMenu().catch(console.warn);
refreshBooks();
const before = localStorage.getItem("who");
become(people.some((person) => person.dataset.who === before) ? before : people[0].dataset.who).finally(listen);
