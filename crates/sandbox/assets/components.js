// Draws a message's action rows: buttons here, menus in select.js. A press goes to the bot and waits for its answer.

import { click } from "./api.js";
import { h } from "./dom.js";
import { drawEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { link } from "./markdown.js";
import { drawSelect } from "./select.js";
import { state } from "./state.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Message} Message */

const STYLES = ["", "primary", "secondary", "success", "danger", "link", "secondary"];

/** @param {Message} message */
export function drawComponents(message) {
  const rows = (message.components ?? []).filter((row) => row.type === 1);
  const waiting = state.interactions.waitingOn(message.id, state.me);
  return rows.map((row) =>
    h("div", { class: "action-row" }, (row.components ?? []).map((part) => {
      const mine = waiting?.customId !== undefined && waiting.customId === part.custom_id;
      return part.type === 2 ? drawButton(message, part, Boolean(waiting), mine) : drawSelect(part, { busy: Boolean(waiting), sent: mine ? waiting?.values : undefined, send: (values) => press(message, part, values) });
    })),
  );
}

/** @param {Message} message @param {Component} part @param {boolean} busy @param {boolean} mine whether this one is waited for */
function drawButton(message, part, busy, mine) {
  const words = [drawEmoji(part.emoji), part.label && h("span", { class: "button-label" }, part.label)];
  if (part.style === 5) return link(part.url ?? "", part.url, [h("span", { class: "button-words" }, words), icon("external")], "button link");
  return h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[part.style ?? 2] ?? "secondary"}${mine ? " waiting" : ""}`,
      disabled: part.disabled,
      // Not `disabled` while it waits: the focus would be lost.
      "aria-disabled": busy ? "true" : null,
      "aria-busy": mine ? "true" : null,
      "aria-label": part.label ? null : (part.emoji?.name ?? "Button"),
      data: { customId: part.custom_id ?? "" },
      on: { click: () => busy || press(message, part) },
    },
    h("span", { class: "button-words" }, words),
    mine && h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
  );
}

/** @param {Message} message @param {Component} part @param {string[]} [values] */
async function press(message, part, values) {
  const from = state.here();
  try {
    const body = { member_id: from.member, message_id: message.id, custom_id: part.custom_id, ...(values ? { values } : {}) };
    const { interaction_id: id } = await click(body);
    state.interactions.begin({ id, kind: "component", label: part.label ?? "", ...from, messageId: message.id, customId: part.custom_id, values });
  } catch (error) {
    state.tell("notice", /** @type {Error} */ (error).message);
  }
}
