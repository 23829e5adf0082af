// The left column: the server, its channels, and who the page acts as; and the bar above the messages.

import { avatar, initials } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { inline } from "./markdown.js";
import { state, textChannels } from "./state.js";
import { theme, toggleTheme } from "./theme.js";

/** @param {HTMLElement} guilds @param {HTMLElement} sidebar @param {HTMLElement} topbar @param {() => void} togglePanel */
export function mountSidebar(guilds, sidebar, topbar, togglePanel) {
  const draw = () => {
    if (!state.data) return;
    fill(guilds, h("div", { class: "guild current", title: state.data.guild.name }, initials(state.data.guild.name)));
    drawChannels(sidebar);
    drawTopbar(topbar, togglePanel);
  };
  for (const topic of ["loaded", "channel", "me", "ready", "theme", "panel"]) state.on(topic, draw);
  state.on("message", (message) => {
    if (message.channel_id !== state.channel && state.sees(message)) {
      unread.add(message.channel_id);
      drawChannels(sidebar);
    }
  });
  state.on("channel", () => unread.delete(state.channel));
}

/** @type {Set<string>} */
const unread = new Set();

/** @param {HTMLElement} sidebar */
function drawChannels(sidebar) {
  const { channels, guild } = state.data;
  const texts = textChannels(channels);
  const categories = channels.filter((channel) => channel.type === 4).sort((a, b) => a.position - b.position);
  const groups = [{ id: null, name: "" }, ...categories].map((category) => ({ ...category, channels: texts.filter((channel) => (channel.parent_id ?? null) === category.id) })).filter((group) => group.channels.length);
  const focused = sidebar.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.channel : undefined;
  fill(
    sidebar,
    h("div", { class: "guild-name" }, h("span", null, guild.name)),
    h("div", { class: "channels" }, groups.map((group) => [group.name && h("div", { class: "category" }, group.name), group.channels.map(drawChannel)])),
    drawSelf(),
  );
  if (focused) /** @type {HTMLElement|null} */ (sidebar.querySelector(`[data-channel="${CSS.escape(focused)}"]`))?.focus();
}

/** @param {import("./types.js").Channel} channel */
function drawChannel(channel) {
  const current = channel.id === state.channel;
  const fresh = unread.has(channel.id) && !current;
  return h(
    "button",
    { type: "button", class: `channel${current ? " current" : ""}${fresh ? " unread" : ""}`, "aria-current": current ? "page" : null, "aria-label": `${channel.name}${fresh ? ", unread messages" : ""}`, data: { channel: channel.id }, on: { click: () => state.setChannel(channel.id) } },
    icon("hash"),
    h("span", null, channel.name),
  );
}

function drawSelf() {
  const member = state.member(state.me);
  if (!member) return null;
  const name = state.nameOf(member.user);
  const role = member.roles.map((id) => state.role(id)?.name).find(Boolean);
  return h(
    "div",
    { class: "self" },
    h("span", { class: "self-avatar" }, avatar(member.user, name, "medium"), h("span", { class: "presence online" })),
    h("span", { class: "self-words" }, h("strong", null, name), h("span", null, role ?? member.user.username)),
  );
}

/** @param {HTMLElement} topbar @param {() => void} togglePanel */
function drawTopbar(topbar, togglePanel) {
  const channel = state.data.channels.find((one) => one.id === state.channel);
  const dark = theme() === "dark";
  const focused = /** @type {HTMLElement|null} */ (topbar.contains(document.activeElement) ? document.activeElement : null)?.id;
  fill(
    topbar,
    icon("hash", "icon topbar-hash"),
    h("h1", null, channel?.name ?? ""),
    channel?.topic ? h("span", { class: "topic" }, inline(channel.topic)) : null,
    h("span", { class: "topbar-space" }),
    h("span", { class: `bot-state ${state.data.bot ? "up" : "down"}`, role: "status" }, h("span", { class: "bot-dot" }), state.data.bot ? `${state.nameOf(state.data.bot)} is connected` : "No bot connected"),
    h("button", { type: "button", id: "toggle-theme", class: "topbar-button", "aria-label": dark ? "Light theme" : "Dark theme", title: dark ? "Light theme" : "Dark theme", on: { click: toggleTheme } }, icon(dark ? "sun" : "moon")),
    h("button", { type: "button", id: "toggle-panel", class: "topbar-button", "aria-label": "Demo controls", title: "Demo controls", "aria-pressed": String(!document.body.classList.contains("panel-closed")), on: { click: togglePanel } }, icon("sliders")),
  );
  if (focused) document.getElementById(focused)?.focus();
}
