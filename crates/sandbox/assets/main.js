// Starts the page: reads the state, listens to events, and hands both to the views. The address may ask for a command to be run:
// /?run=/about&theme=light&panel=closed&as=NAME&channel=NAME

import { listen, readState } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { mountLog } from "./log.js";
import { openModal } from "./modal.js";
import { mountPanel } from "./panel.js";
import { mountSidebar } from "./sidebar.js";
import { state } from "./state.js";
import { startTheme } from "./theme.js";
import { keepTimesLive } from "./timestamps.js";

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const asked = new URLSearchParams(location.search);

const togglePanel = () => {
  const closed = document.body.classList.toggle("panel-closed");
  localStorage.setItem("panel", closed ? "closed" : "open");
  state.tell("panel");
};
const narrow = window.matchMedia("(max-width: 1080px)").matches ? "closed" : "open";
document.body.classList.toggle("panel-closed", (asked.get("panel") ?? localStorage.getItem("panel") ?? narrow) === "closed");

mountSidebar(part("guilds"), part("sidebar"), part("topbar"), togglePanel);
mountLog(part("log"));
mountPanel(part("panel"));
const composer = new Composer(part("composer"));
startTheme();
keepTimesLive();

/** One line above the messages: what went wrong with the page's own requests. */
let noticeTimer = 0;
state.on("notice", (text) => {
  const notice = part("notice");
  if (!text) {
    notice.hidden = true;
    return;
  }
  notice.replaceChildren(h("span", null, text), h("button", { type: "button", class: "as-link", on: { click: () => (notice.hidden = true) } }, "Dismiss"));
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => (notice.hidden = true), 8000);
});
state.on("modal", openModal);

/** Events that come while the snapshot is being read are applied after it. @type {any[]|null} */
let held = [];

async function load() {
  held ??= [];
  state.tell("notice", "");
  try {
    state.load(await readState());
  } catch (error) {
    state.tell("notice", /** @type {Error} */ (error).message);
    return;
  }
  const missed = held;
  held = null;
  for (const event of missed) state.apply(event);
  document.body.classList.add("ready");
  await runOnce();
}

listen({
  open: load,
  event: (event) => (held ? held.push(event) : state.apply(event)),
  lost: () => state.tell("notice", "The connection to the sandbox was lost. Trying again…"),
});

/** Does what the address asks for, once the commands are registered. */
let ran = false;
async function runOnce() {
  if (ran) return;
  const name = asked.get("as")?.toLowerCase();
  const who = name && state.data?.members.find((member) => [member.user.id, member.user.username.toLowerCase(), state.nameOf(member.user).toLowerCase()].includes(name));
  if (who) state.setMe(who.user.id);
  const channel = state.data?.channels.find((one) => one.name === asked.get("channel") || one.id === asked.get("channel"));
  if (channel) state.setChannel(channel.id);
  const run = asked.get("run");
  if (!run) {
    ran = true;
    composer.focus();
  } else if (state.data?.bot && state.data.commands.length) {
    ran = true;
    await composer.run(run);
  }
}
state.on("commands", runOnce);
state.on("ready", runOnce);

/** F6 walks through the parts of the page; a slash anywhere begins a command. */
const PARTS = ["sidebar", "log", "composer", "panel"];
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "F6") {
    event.preventDefault();
    const at = PARTS.findIndex((id) => part(id).contains(target));
    const next = PARTS.map((_, i) => PARTS[(at + (event.shiftKey ? -1 - i : 1 + i) + PARTS.length * 2) % PARTS.length]).find((id) => part(id).offsetParent !== null);
    if (next === "composer") composer.focus();
    else if (next === "log") part("log").focus();
    else if (next) /** @type {HTMLElement|null} */ (part(next).querySelector("button, select, a"))?.focus();
  } else if (event.key === "/" && !target.matches("input, textarea, select") && !event.ctrlKey && !event.metaKey) {
    composer.focus();
  }
});
