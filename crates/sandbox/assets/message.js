// Draws one message: who, when, what it answers, content, embeds, components, and the marks below.

import { OF_MESSAGE, OF_USER, openApps } from "./apps.js";
import { avatar } from "./avatar.js";
import { drawComponents } from "./components.js";
import { h } from "./dom.js";
import { drawAttachments, drawEmbed } from "./embed.js";
import { icon } from "./icons.js";
import { isJumbo, markdown } from "./markdown.js";
import { EPHEMERAL, LOADING, state } from "./state.js";
import { fullTime, messageTime, shortTime } from "./timestamps.js";

/** @typedef {import("./types.js").Message} Message */

/** Messages of one author within this time stand under one name. */
const GROUP_MS = 7 * 60_000;

/** @param {Message|undefined} before @param {Message} message */
export function continues(before, message) {
  return Boolean(before)
    && before.author.id === message.author.id
    && !message.interaction_metadata
    && !message.message_reference
    && (before.flags ?? 0) % 128 === (message.flags ?? 0) % 128
    && Date.parse(message.timestamp) - Date.parse(before.timestamp) < GROUP_MS;
}

/** @param {Message} message @param {Message|undefined} before @returns {HTMLElement} */
export function drawMessage(message, before) {
  const flags = message.flags ?? 0;
  const grouped = continues(before, message);
  const name = state.nameOf(message.author);
  const at = Date.parse(message.timestamp);
  const failed = message.failed ?? state.interactions.failedOn(message.id, state.me)?.failed;
  const more = message.failed ? null : moreButton(message);
  const classes = ["message", grouped && "grouped", flags & EPHEMERAL && "ephemeral", mentionsMe(message) && "mentioned"];
  return h(
    "article",
    { class: classes.filter(Boolean).join(" "), id: `message-${message.id}`, data: { pending: state.interactions.markOf(message.id, state.me) }, "aria-label": `${name}, ${messageTime(at, state.now())}`, on: more ? { contextmenu: rightClick(more, OF_MESSAGE, message.id) } : null },
    origin(message),
    grouped
      ? h("time", { class: "gutter-time", datetime: message.timestamp, title: fullTime(at) }, shortTime(at))
      : h("div", { class: "gutter" }, avatar(message.author, name)),
    h(
      "div",
      { class: "message-body" },
      grouped ? null : header(message, name, at),
      content(message, flags),
      attachmentsAndEmbeds(message, flags),
      drawComponents(message),
      failed && h("div", { class: "failed", role: "alert" }, icon("alert"), failed),
      flags & EPHEMERAL ? privateMark(message.id) : null,
    ),
    more,
  );
}

/** The button that opens a message's menu. @param {Message} message */
function moreButton(message) {
  const button = h(
    "button",
    { type: "button", class: "message-more", "aria-label": "More", title: "More", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => openApps(button, OF_MESSAGE, message.id) } },
    icon("more"),
  );
  return button;
}

/** Opens a menu where the mouse is. A link, a field and chosen text have the browser's. @param {HTMLElement} opener @param {number} type @param {string} target */
function rightClick(opener, type, target) {
  return (/** @type {MouseEvent} */ event) => {
    const isTheirs = /** @type {Element} */ (event.target).closest("a, input, textarea, img") || window.getSelection()?.toString();
    if (event.defaultPrevented || isTheirs) return;
    event.preventDefault();
    openApps(opener, type, target, { x: event.clientX, y: event.clientY });
  };
}

/** The author's name, which opens their menu. @param {Message} message @param {string} name @param {Record<string, string>} style */
function author(message, name, style) {
  const button = h(
    "button",
    { type: "button", class: "author", style, "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => openApps(button, OF_USER, message.author.id), contextmenu: (/** @type {MouseEvent} */ event) => rightClick(button, OF_USER, message.author.id)(event) } },
    name,
  );
  return button;
}

/** @param {Message} message */
const mentionsMe = (message) => message.content?.includes(`<@${state.me}>`) || message.content?.includes(`<@!${state.me}>`);

/** The line above: "Ada used /conversation show", or the message that a component answers. @param {Message} message */
function origin(message) {
  const from = message.interaction_metadata;
  if (from?.type === 2 && from.name) return originLine(from.user, from.name, from.command);
  const id = message.message_reference?.message_id;
  if (!id) return null;
  const answered = state.messages(message.channel_id).find((one) => one.id === id);
  const author = answered?.author ?? message.author;
  return h(
    "div",
    { class: "origin" },
    avatar(author, state.nameOf(author), "small"),
    h("span", { class: "origin-name" }, state.nameOf(author)),
    author.bot ? appTag() : null,
    h("span", { class: "origin-text" }, answered ? summary(answered) : "Original message was deleted"),
  );
}

/** @param {import("./types.js").User} user @param {string} name @param {string} [typed] */
export function originLine(user, name, typed) {
  const shown = state.nameOf(user);
  return h(
    "div",
    { class: "origin" },
    avatar(user, shown, "small"),
    h("span", { class: "origin-name" }, shown),
    h("span", null, " used "),
    h("span", { class: "origin-command", title: typed ?? `/${name}` }, icon("slash", "icon origin-slash"), name),
  );
}

/** @param {Message} message */
const summary = (message) => message.content || message.embeds?.[0]?.title || message.embeds?.[0]?.description || "Click to see attachment";

export const appTag = () => h("span", { class: "tag", title: "This is an app" }, "APP");

/** @param {Message} message @param {string} name @param {number} at */
function header(message, name, at) {
  const member = state.member(message.author.id);
  const role = member?.roles.map((id) => state.role(id)).find((one) => one?.color);
  return h(
    "header",
    { class: "message-header" },
    author(message, name, role ? { color: `#${role.color.toString(16).padStart(6, "0")}` } : {}),
    message.author.bot ? appTag() : null,
    h("time", { class: "message-time", datetime: message.timestamp, title: fullTime(at) }, messageTime(at, state.now())),
  );
}

/** @param {Message} message @param {number} flags */
function content(message, flags) {
  if (flags & LOADING) return thinking(`${state.nameOf(message.author)} is thinking...`);
  const edited = message.edited_timestamp ? h("span", { class: "edited", title: fullTime(Date.parse(message.edited_timestamp)) }, "(edited)") : null;
  if (!message.content) return null;
  const size = isJumbo(message.content) ? " jumbo" : "";
  return h("div", { class: `content md${size}` }, markdown(message.content, { everyone: message.mention_everyone }), edited);
}

/** @param {string} text */
export function thinking(text) {
  return h("div", { class: "thinking", role: "status" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", null, text));
}

/** @param {Message} message @param {number} flags */
function attachmentsAndEmbeds(message, flags) {
  const embeds = flags & 4 ? [] : (message.embeds ?? []).map((embed) => drawEmbed(embed, message.attachments ?? []));
  const files = drawAttachments(message);
  return files.length || embeds.length ? h("div", { class: "accessories" }, files, embeds) : null;
}

/** @param {string} id */
export function privateMark(id) {
  return h(
    "div",
    { class: "private-mark" },
    icon("eye"),
    h("span", null, "Only you can see this • "),
    h("button", { type: "button", class: "as-link", on: { click: () => state.dismiss(id) } }, "Dismiss message"),
  );
}
