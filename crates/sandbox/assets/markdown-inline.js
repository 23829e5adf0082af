// Discord's inline markdown, read into a tree. Draws nothing. A scan by position with a bounded depth: no input makes it slow.

/**
 * @typedef {{type: "text", text: string} | {type: "code", text: string} | {type: "emoji", text: string}
 *   | {type: "strong"|"em"|"underline"|"strike"|"spoiler", children: Inline[]}
 *   | {type: "link", url: string, title?: string, children: Inline[]}
 *   | {type: "mention", kind: "user"|"role"|"channel"|"everyone"|"command", id: string, text?: string}
 *   | {type: "custom_emoji", name: string, id: string, animated: boolean}
 *   | {type: "time", unix: number, style: string}} Inline
 */

const DEEPEST = 10;
/** Delimiters, longest first: `__` before `_`. */
const PAIRS = [["||", "spoiler"], ["**", "strong"], ["__", "underline"], ["~~", "strike"], ["*", "em"], ["_", "em"]];
const ANGLE = /<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|\/([^:<>\n]{1,100}):(\d{1,20})|t:(-?\d{1,13})(?::([tTdDfFsSR]))?|(a?):(\w{2,32}):(\d{1,20})|(https?:\/\/[^\s<>]+))>/y;
const BARE_LINK = /https?:\/\/[^\s<]+/y;
const MASKED = /\[((?:\\.|[^[\]\\\n]|\[[^[\]\n]*\]){1,300})\]\(\s?<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"([^"\n]{0,200})")?\s?\)/y;
const EMOJI = /\p{RGI_Emoji}/vy;
const WORD = /[\p{L}\p{N}_]/u;
/** The last moment a Date can hold, in seconds. */
const LAST_SECOND = 8.64e12;

/**
 * @param {string} source
 * @param {{links?: boolean, everyone?: boolean}} [rules] links: whether links are drawn (not in titles and field names)
 * @returns {Inline[]}
 */
export function parseInline(source, rules = {}) {
  return scan(source, { links: rules.links ?? true, everyone: rules.everyone ?? false }, 0);
}

/** @param {string} source @param {{links: boolean, everyone: boolean}} rules @param {number} depth @returns {Inline[]} */
function scan(source, rules, depth) {
  /** @type {Inline[]} */
  const out = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) out.push({ type: "text", text: plain });
    plain = "";
  };
  while (at < source.length) {
    const found = special(source, at, rules, depth);
    if (found) {
      if (found.node) {
        flush();
        out.push(found.node);
      } else plain += found.text;
      at = found.end;
    } else {
      const point = String.fromCodePoint(source.codePointAt(at));
      plain += point;
      at += point.length;
    }
  }
  flush();
  return out;
}

/** @returns {{node?: Inline, text?: string, end: number}|null} */
function special(source, at, rules, depth) {
  switch (source[at]) {
    case "\\":
      return /[^\p{L}\p{N}\s]/u.test(source[at + 1] ?? " ") ? { text: source[at + 1], end: at + 2 } : null;
    case "`":
      return code(source, at);
    case "<":
      return angle(source, at, rules);
    case "[":
      return rules.links ? masked(source, at, rules, depth) : null;
    case "h":
      return rules.links ? bare(source, at) : null;
    case "@":
      return everyone(source, at, rules);
    case "*":
    case "_":
    case "~":
    case "|":
      return depth < DEEPEST ? pair(source, at, rules, depth) : null;
    default:
      return emoji(source, at);
  }
}

function code(source, at) {
  let ticks = 1;
  while (source[at + ticks] === "`") ticks++;
  if (ticks > 2) return { text: "`".repeat(ticks), end: at + ticks };
  for (let end = at + ticks; end < source.length; ) {
    const next = source.indexOf("`", end);
    if (next < 0) break;
    let run = 1;
    while (source[next + run] === "`") run++;
    if (run === ticks) {
      const inside = source.slice(at + ticks, next);
      const text = ticks === 2 ? inside.replace(/^ (?=`)|(?<=`) $/g, "") : inside;
      return text.trim() ? { node: { type: "code", text }, end: next + run } : null;
    }
    end = next + run;
  }
  return null;
}

function angle(source, at, rules) {
  ANGLE.lastIndex = at;
  const match = ANGLE.exec(source);
  if (!match) return null;
  const [whole, user, role, channel, command, commandId, unix, style, animated, name, emojiId, url] = match;
  const end = at + whole.length;
  if (user) return { node: { type: "mention", kind: "user", id: user }, end };
  if (role) return { node: { type: "mention", kind: "role", id: role }, end };
  if (channel) return { node: { type: "mention", kind: "channel", id: channel }, end };
  if (command) return { node: { type: "mention", kind: "command", id: commandId, text: command }, end };
  if (unix) return Math.abs(Number(unix)) <= LAST_SECOND ? { node: { type: "time", unix: Number(unix), style: style ?? "f" }, end } : null;
  if (name) return { node: { type: "custom_emoji", name, id: emojiId, animated: animated === "a" }, end };
  return rules.links ? { node: { type: "link", url, children: [{ type: "text", text: url }] }, end } : null;
}

function masked(source, at, rules, depth) {
  MASKED.lastIndex = at;
  const match = MASKED.exec(source);
  // Discord draws no masked link whose words look like another address.
  if (!match || depth >= DEEPEST || /:\/\//.test(match[1])) return null;
  const children = scan(match[1], { ...rules, links: false }, depth + 1);
  return { node: { type: "link", url: match[2], title: match[3] ?? match[2], children }, end: at + match[0].length };
}

function bare(source, at) {
  if (at > 0 && WORD.test(source[at - 1])) return null;
  BARE_LINK.lastIndex = at;
  let url = BARE_LINK.exec(source)?.[0];
  if (!url) return null;
  const fence = url.search(/\|\||\*\*|\]\(/);
  if (fence > 0) url = url.slice(0, fence);
  while (/[.,:;"'!?*_~]$/.test(url) || (url.endsWith(")") && count(url, ")") > count(url, "("))) url = url.slice(0, -1);
  if (!/^https?:\/\/[^/]/.test(url)) return null;
  return { node: { type: "link", url, children: [{ type: "text", text: url }] }, end: at + url.length };
}

const count = (text, char) => text.split(char).length - 1;

function everyone(source, at, rules) {
  const word = /@(everyone|here)/y;
  word.lastIndex = at;
  const match = rules.everyone && word.exec(source);
  return match ? { node: { type: "mention", kind: "everyone", id: match[1] }, end: at + match[0].length } : null;
}

function pair(source, at, rules, depth) {
  for (const [mark, type] of PAIRS) {
    if (!source.startsWith(mark, at)) continue;
    const end = closing(source, at, mark);
    if (end < 0) continue;
    const inside = source.slice(at + mark.length, end);
    return { node: { type: /** @type {any} */ (type), children: scan(inside, rules, depth + 1) }, end: end + mark.length };
  }
  return null;
}

/** Where the delimiter opened at `at` closes, or -1. */
function closing(source, at, mark) {
  const single = mark.length === 1;
  const first = at + mark.length;
  if (single && /\s/.test(source[first] ?? " ")) return -1;
  if (mark === "_" && at > 0 && WORD.test(source[at - 1])) return -1;
  for (let i = first; i < source.length; i++) {
    if (source[i] === "\\") {
      i++;
      continue;
    }
    if (!source.startsWith(mark, i) || i === first) continue;
    const after = source[i + mark.length] ?? " ";
    if (single && source[i + 1] === mark) {
      i++;
      continue;
    }
    if (mark !== "||" && after === mark[0]) continue;
    if (single && /\s/.test(source[i - 1])) continue;
    if (mark === "_" && WORD.test(after)) continue;
    if (source.slice(first, i).trim() === "" && mark !== "||") return -1;
    return i;
  }
  return -1;
}

function emoji(source, at) {
  if (source.charCodeAt(at) < 0x80 && !/[0-9#*]/.test(source[at])) return null;
  EMOJI.lastIndex = at;
  const match = EMOJI.exec(source);
  return match ? { node: { type: "emoji", text: match[0] }, end: at + match[0].length } : null;
}
