// An emoji on a button or in a menu. Custom ones live on Discord's own servers, which this page never asks: their name stands in.

import { h } from "./dom.js";

/** @param {import("./types.js").Emoji|undefined} emoji */
export function drawEmoji(emoji) {
  if (!emoji?.name) return null;
  return emoji.id ? h("span", { class: "emoji emoji-custom", title: `:${emoji.name}:` }, `:${emoji.name}:`) : h("span", { class: "emoji", "aria-hidden": "true" }, emoji.name);
}
