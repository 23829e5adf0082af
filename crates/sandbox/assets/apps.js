// The "Apps" menu of a message or a person: the commands that the bot has registered for it, by mouse and by keys.

import { pickMenu } from "./api.js";
import { menus } from "./catalogue.js";
import { h } from "./dom.js";
import { state } from "./state.js";

/** Discord's types of commands in menus. */
export const OF_USER = 2;
export const OF_MESSAGE = 3;

/** How far the menu stays from the edges of the window, in pixels. */
const MARGIN = 8;

/** The menu that is open, and what opened it. @type {{element: HTMLElement, opener: HTMLElement}|null} */
let shown = null;

/**
 * Opens the menu below `opener`, or at a point.
 * @param {HTMLElement} opener @param {number} type @param {string} target the id of the message or the user @param {{x: number, y: number}} [at]
 */
export function openApps(opener, type, target, at) {
  closeApps(false);
  const items = menus(type).map((command) =>
    h("button", { type: "button", class: "apps-item", role: "menuitem", tabindex: "-1", on: { click: () => take(command, target) } }, command.name));
  const element = h(
    "div",
    { class: "apps-menu", role: "menu", "aria-label": "Apps", tabindex: "-1", on: { keydown: key, focusout: left } },
    h("div", { class: "popup-title", role: "presentation" }, "Apps"),
    items.length ? items : h("div", { class: "popup-empty", role: "presentation" }, "No app commands here."),
  );
  document.body.append(element);
  const below = opener.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const place = (/** @type {number} */ wanted, /** @type {number} */ room, /** @type {number} */ size) => `${Math.max(MARGIN, Math.min(wanted, room - size - MARGIN))}px`;
  element.style.setProperty("left", place(at?.x ?? below.left, window.innerWidth, own.width));
  element.style.setProperty("top", place(at?.y ?? below.bottom, window.innerHeight, own.height));
  opener.setAttribute("aria-expanded", "true");
  shown = { element, opener };
  (items[0] ?? element).focus();
}

/** @param {boolean} refocus whether what opened it gets the focus back */
function closeApps(refocus) {
  if (!shown) return;
  const { element, opener } = shown;
  shown = null;
  element.remove();
  opener.setAttribute("aria-expanded", "false");
  if (refocus) opener.focus();
}

/** The focus went elsewhere. @param {FocusEvent} event */
function left(event) {
  if (shown && !shown.element.contains(/** @type {Node|null} */ (event.relatedTarget))) closeApps(false);
}

/** @param {KeyboardEvent} event */
function key(event) {
  const items = /** @type {HTMLElement[]} */ ([...(shown?.element.querySelectorAll(".apps-item") ?? [])]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeApps(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {import("./types.js").Command} command @param {string} target */
async function take(command, target) {
  closeApps(true);
  const from = state.here();
  const body = { member_id: from.member, channel_id: from.channel, command_id: command.id, name: command.name, type: command.type, target_id: target };
  try {
    const sent = await pickMenu(body);
    state.interactions.begin({ id: sent.interaction_id, kind: "command", label: command.name, ...from });
  } catch (error) {
    state.tell("notice", /** @type {Error} */ (error).message);
  }
}
