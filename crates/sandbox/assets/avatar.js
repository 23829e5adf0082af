// Avatars drawn from a person's initials: no picture comes from outside.

import { h } from "./dom.js";

const COLORS = ["#5865f2", "#3ba55c", "#d9822b", "#c9428f", "#8b5cf6", "#0f9bb3", "#d14d4d", "#6b7785"];

/** @param {string} text */
function hash(text) {
  let sum = 7;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return sum;
}

/** @param {string} name */
export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

/**
 * @param {import("./types.js").User|undefined} user @param {string} name
 * @param {string} [size] a class: "" (40 px), "small" (16 px), "medium" (32 px)
 */
export function avatar(user, name, size = "") {
  if (user?.bot) return h("img", { class: `avatar ${size}`, src: "/assets/icon.svg", alt: "" });
  const color = COLORS[hash(user?.id ?? name) % COLORS.length];
  return h("span", { class: `avatar ${size}`, style: { "--avatar": color }, "aria-hidden": "true" }, initials(name));
}
