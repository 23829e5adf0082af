// Draws Discord's markdown as DOM nodes. Reading it is in markdown-blocks.js and markdown-inline.js.

import { h, webAddress } from "./dom.js";
import { parseBlocks } from "./markdown-blocks.js";
import { parseInline } from "./markdown-inline.js";
import { state } from "./state.js";
import { timeNode } from "./timestamps.js";

/** @typedef {import("./markdown-inline.js").Inline} Inline */
/** @typedef {import("./markdown-blocks.js").Block} Block */
/** @typedef {{links?: boolean, everyone?: boolean}} Rules */

/** Full markdown, as in a message's content or an embed's description. @param {string} source @param {Rules} [rules] @returns {Node[]} */
export function markdown(source, rules = {}) {
  return parseBlocks(source).map((block) => drawBlock(block, rules));
}

/** Inline markdown alone, as in an embed's title or a field's name. @param {string} source @param {Rules} [rules] @returns {Node[]} */
export function inline(source, rules = {}) {
  return parseInline(source, rules).map(drawInline);
}

/** Whether a message is nothing but a few emoji, which Discord draws large. @param {string} source */
export function isJumbo(source) {
  const nodes = parseInline(source);
  const emoji = nodes.filter((node) => node.type === "emoji" || node.type === "custom_emoji").length;
  return emoji > 0 && emoji <= 27 && nodes.every((node) => node.type !== "text" ? node.type.endsWith("emoji") : !node.text.trim());
}

/** @param {Block} block @param {Rules} rules @returns {Node} */
function drawBlock(block, rules) {
  switch (block.type) {
    case "inline":
      return h("span", { class: "md-run" }, inline(block.text, rules));
    case "heading":
      return h("div", { class: `md-h${block.level}`, role: "heading", "aria-level": block.level + 2 }, inline(block.text, rules));
    case "subtext":
      return h("div", { class: "md-subtext" }, inline(block.text, rules));
    case "codeblock":
      return h("pre", { class: "md-pre", tabindex: 0, data: block.lang ? { lang: block.lang } : {} }, h("code", null, block.text));
    case "quote":
      return h("blockquote", { class: "md-quote" }, h("div", null, block.children.map((child) => drawBlock(child, rules))));
    case "list":
      return drawList(block, rules);
  }
}

/** @param {Extract<Block, {type: "list"}>} block @param {Rules} rules */
function drawList(block, rules) {
  const items = block.items.map((item) => h("li", { style: { "--depth": String(item.depth) }, class: item.depth ? "md-nested" : null }, inline(item.text, rules)));
  return h(block.ordered ? "ol" : "ul", { class: "md-list", start: block.ordered ? block.start : null }, items);
}

/** @param {Inline} node @returns {Node} */
function drawInline(node) {
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text);
    case "code":
      return h("code", { class: "md-code" }, node.text);
    case "emoji":
      return h("span", { class: "emoji" }, node.text);
    case "custom_emoji":
      // Custom emoji live on Discord's own servers, which this page never asks.
      return h("span", { class: "emoji emoji-custom", title: `:${node.name}:` }, `:${node.name}:`);
    case "strong":
      return h("strong", null, node.children.map(drawInline));
    case "em":
      return h("em", null, node.children.map(drawInline));
    case "underline":
      return h("u", null, node.children.map(drawInline));
    case "strike":
      return h("s", null, node.children.map(drawInline));
    case "spoiler":
      return spoiler(node.children.map(drawInline));
    case "link":
      return link(node.url, node.title, node.children.map(drawInline));
    case "time":
      return timeNode(node.unix, node.style);
    case "mention":
      return mention(node);
  }
}

/** @param {Node[]} children */
function spoiler(children) {
  const inside = h("span", { class: "spoiler-text", "aria-hidden": "true", inert: true }, children);
  const outside = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler: press to reveal" }, inside);
  const reveal = () => {
    outside.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) outside.removeAttribute(name);
    inside.removeAttribute("aria-hidden");
    inside.removeAttribute("inert");
  };
  outside.addEventListener("click", reveal);
  outside.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reveal();
    }
  });
  return outside;
}

/** @param {string} url @param {string|undefined} title @param {Node[]|string} children */
export function link(url, title, children, className = "md-link") {
  const href = webAddress(url);
  if (!href) return h("span", null, children);
  return h("a", { class: className, href, title: title ?? href, target: "_blank", rel: "noreferrer noopener nofollow" }, children);
}

/** @param {Extract<Inline, {type: "mention"}>} node */
function mention({ kind, id, text }) {
  if (kind === "everyone") return h("span", { class: "mention" }, `@${id}`);
  if (kind === "command") return h("span", { class: "mention" }, `/${text}`);
  if (kind === "channel") {
    const channel = state.data?.channels.find((one) => one.id === id);
    return h("span", { class: "mention" }, channel ? `#${channel.name}` : "#unknown");
  }
  if (kind === "role") {
    const role = state.role(id);
    const color = role?.color ? { "--role": `#${role.color.toString(16).padStart(6, "0")}` } : {};
    return h("span", { class: role?.color ? "mention mention-role" : "mention", style: color }, role ? `@${role.name}` : "@unknown-role");
  }
  const member = state.member(id);
  return h("span", { class: "mention" }, member ? `@${state.nameOf(member.user)}` : "@unknown-user");
}
