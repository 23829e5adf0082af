// What can be typed: the registered commands as a flat list of leaves, found by words, read from and written to text.

import { state } from "./state.js";

/** @typedef {import("./types.js").Leaf} Leaf */
/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {{text: string, value?: string|number|boolean}} Value What stands in an option: its words, and the choice's value if one was taken. */

const ADMINISTRATOR = 8n;

/** Every command and subcommand that the member may use. @returns {Leaf[]} */
export const leaves = () => ofType(1).flatMap(walk);

/** The commands that the member may use in the menu of users (2) or messages (3). @param {number} type @returns {Command[]} */
export const menus = (type) => ofType(type);

/** @param {number} type @returns {Command[]} */
function ofType(type) {
  const mine = BigInt(state.member(state.me)?.permissions ?? "0");
  return (state.data?.commands ?? []).filter((command) => (command.type ?? 1) === type && allowed(command, mine));
}

/** @param {Command} command @param {bigint} mine */
function allowed(command, mine) {
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined || mine & ADMINISTRATOR) return true;
  return needed !== "0" && (mine & BigInt(needed)) === BigInt(needed);
}

/** @param {Command} command @returns {Leaf[]} */
function walk(command) {
  /** @type {Leaf[]} */
  const out = [];
  /** @param {Command|Option} node @param {string[]} path @param {number[]} types */
  const visit = (node, path, types) => {
    const below = (node.options ?? []).filter((option) => option.type <= 2);
    for (const option of below) visit(option, [...path, option.name], [...types, option.type]);
    if (below.length === 0) out.push({ command, path, types, name: [command.name, ...path].join(" "), description: node.description, options: node.options ?? [] });
  };
  visit(command, [], []);
  return out;
}

/** The leaves that fit what was typed after the slash, best first. @param {string} query @returns {Leaf[]} */
export function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = leaves()
    .map((leaf, order) => ({ leaf, order, rank: rank(leaf, words) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order);
  // What only the description says counts where no name fits.
  const worst = ranked.some((one) => one.rank < 3) ? 2 : 3;
  return ranked.filter((one) => one.rank <= worst).map((one) => one.leaf);
}

/** 0 for a prefix of the whole name, more for looser fits. @param {Leaf} leaf @param {string[]} words */
function rank(leaf, words) {
  const name = leaf.name.toLowerCase();
  if (name.startsWith(words.join(" "))) return 0;
  const parts = name.split(" ");
  let from = 0;
  const inOrder = words.every((word) => {
    const at = parts.findIndex((part, i) => i >= from && part.startsWith(word));
    from = at + 1;
    return at >= 0;
  });
  if (inOrder) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  return words.every((word) => `${name} ${leaf.description.toLowerCase()}`.includes(word)) ? 3 : Infinity;
}

/**
 * Reads "/conversation show conversation:ABC status:open". Words before the first `name:` go to the first option.
 * @param {string} text @returns {{leaf: Leaf, values: Map<string, Value>}|null}
 */
export function readTyped(text) {
  const typed = text.trim().replace(/^\//, "");
  const leaf = leaves()
    .filter((one) => typed === one.name || typed.startsWith(`${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!leaf) return null;
  /** @type {Map<string, Value>} */
  const values = new Map();
  const rest = typed.slice(leaf.name.length);
  const names = leaf.options.map((option) => option.name);
  const starts = [...rest.matchAll(/(?:^|\s)([\p{L}\p{N}_-]{1,32}):/gu)].filter((match) => names.includes(match[1]));
  const bare = rest.slice(0, starts[0]?.index ?? rest.length).trim();
  const first = leaf.options.find((option) => option.required) ?? leaf.options[0];
  if (bare && first) values.set(first.name, { text: bare });
  starts.forEach((match, i) => {
    const from = /** @type {number} */ (match.index) + match[0].length;
    values.set(match[1], { text: rest.slice(from, starts[i + 1]?.index ?? rest.length).trim() });
  });
  return { leaf, values };
}

/** The options of an interaction in Discord's nesting. @param {Leaf} leaf @param {object[]} filled */
export function nest(leaf, filled) {
  return leaf.path.reduceRight((inner, name, i) => [{ type: leaf.types[i], name, options: inner }], filled);
}

/** What the command reads as. @param {Leaf} leaf @param {Map<string, Value>} values */
export function written(leaf, values) {
  return [`/${leaf.name}`, ...[...values].map(([name, value]) => `${name}:${value.text}`)].join(" ");
}
