// The list of messages: kept in step with the state, scrolled to the newest unless the reader has scrolled away.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { appTag, drawMessage, originLine, thinking } from "./message.js";
import { state } from "./state.js";
import { longDate, shortTime, startOfDay } from "./timestamps.js";

/** Older messages than these are not drawn. */
const MOST = 200;

/** @param {HTMLElement} log */
export function mountLog(log) {
  const list = h("div", { class: "log-inner" });
  const waiting = h("div", { class: "log-waiting" });
  fill(log, list, waiting);
  let atBottom = true;
  let before = 0;
  log.addEventListener("scroll", () => {
    const left = log.scrollHeight - log.scrollTop - log.clientHeight;
    // Only who goes up leaves the newest: what has grown meanwhile, as pictures do when they come, moves nobody.
    if (left < 60) atBottom = true;
    else if (log.scrollTop < before) atBottom = false;
    before = log.scrollTop;
  });
  const settle = () => {
    if (atBottom) log.scrollTop = log.scrollHeight;
  };
  new ResizeObserver(settle).observe(log);
  new ResizeObserver(settle).observe(list);

  const draw = () => {
    fill(list, ...drawAll());
    drawWaiting();
  };
  const redraw = () => {
    atBottom = true;
    draw();
  };
  const drawWaiting = () => {
    fill(waiting, state.interactions.commands(state.channel, false).filter((one) => one.member === state.me).map(drawPending));
    settle();
  };

  /** @param {import("./types.js").Message} message */
  const upsert = (message) => {
    if (message.channel_id !== state.channel || !state.sees(message)) return;
    const shown = state.visible();
    const at = shown.findIndex((one) => one.id === message.id);
    const known = document.getElementById(`message-${message.id}`);
    if (at < 0) return;
    if (known) {
      const fresh = drawMessage(message, shown[at - 1]);
      const focus = placeOfFocus(known);
      known.replaceWith(fresh);
      focus?.(fresh);
    } else if (at === shown.length - 1) {
      if (at === 0) list.replaceChildren(welcome());
      if (isNewDay(shown[at - 1], message)) list.append(divider(message));
      list.append(drawMessage(message, shown[at - 1]));
    } else draw();
    settle();
  };

  state.on("loaded", redraw);
  state.on("channel", redraw);
  state.on("me", redraw);
  state.on("ready", redraw);
  state.on("message", upsert);
  state.on("message_gone", ({ id }) => {
    document.getElementById(`message-${id}`)?.remove();
    drawWaiting();
  });
  state.on("pending", (/** @type {import("./interactions.js").Sent} */ sent) => {
    drawWaiting();
    // What a press changes is drawn again: the mark that a message was drawn with says whether it has to be.
    for (const message of state.visible()) {
      const node = document.getElementById(`message-${message.id}`);
      const isStale = node ? node.dataset.pending !== state.interactions.markOf(message.id, state.me) : message.id === sent.id;
      if (isStale) upsert(message);
    }
  });
}

/** Where the focus is in a message: gives it to the same control of the message drawn anew, or to the one in its place. @param {HTMLElement} known */
function placeOfFocus(known) {
  const active = /** @type {HTMLElement} */ (document.activeElement);
  if (!known.contains(active)) return null;
  const controls = (/** @type {HTMLElement} */ message) => [.../** @type {NodeListOf<HTMLElement>} */ (message.querySelectorAll(".action-row [data-custom-id]"))];
  const at = controls(known).indexOf(active);
  const id = active.dataset.customId;
  return (/** @type {HTMLElement} */ fresh) => {
    const all = controls(fresh);
    (all.find((one) => id && one.dataset.customId === id) ?? all.slice(0, at + 1).findLast((one) => !one.hasAttribute("disabled")) ?? all.find((one) => !one.hasAttribute("disabled")))?.focus();
  };
}

function drawAll() {
  const shown = state.visible().slice(-MOST);
  const out = [welcome()];
  shown.forEach((message, at) => {
    if (isNewDay(shown[at - 1], message)) out.push(divider(message));
    out.push(drawMessage(message, shown[at - 1]));
  });
  return out;
}

function welcome() {
  const channel = state.data?.channels.find((one) => one.id === state.channel);
  return h(
    "div",
    { class: "welcome" },
    h("div", { class: "welcome-icon" }, icon("hash")),
    h("h1", null, `Welcome to #${channel?.name ?? ""}!`),
    h("p", null, "Type ", h("kbd", null, "/"), " to see what the app can do."),
  );
}

const isNewDay = (before, message) => !before || startOfDay(Date.parse(before.timestamp)) !== startOfDay(Date.parse(message.timestamp));

/** @param {import("./types.js").Message} message */
const divider = (message) => h("div", { class: "divider", role: "separator" }, h("span", null, longDate(Date.parse(message.timestamp))));

/** A command that was sent and has no answer yet. @param {import("./interactions.js").Sent} one */
function drawPending(one) {
  const bot = state.data?.bot ?? { id: state.data?.application_id ?? "", username: "Switchboard", bot: true };
  const user = state.member(one.member)?.user;
  return h(
    "article",
    { class: "message pending" },
    user && originLine(user, one.label),
    h("div", { class: "gutter" }, avatar({ ...bot, bot: true }, state.nameOf(bot))),
    h(
      "div",
      { class: "message-body" },
      h("header", { class: "message-header" }, h("span", { class: "author" }, state.nameOf(bot)), appTag(), h("time", { class: "message-time" }, shortTime(one.at))),
      thinking("Sending command..."),
    ),
  );
}
