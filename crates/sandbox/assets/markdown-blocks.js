// Discord's markdown by lines: quotes, headings, subtext, lists and code blocks around inline runs. Draws nothing.

/**
 * @typedef {{type: "inline", text: string} | {type: "codeblock", lang: string, text: string} | {type: "quote", children: Block[]}
 *   | {type: "heading", level: number, text: string} | {type: "subtext", text: string}
 *   | {type: "list", ordered: boolean, start: number, items: {depth: number, text: string}[]}} Block
 */

const HEADING = /^(#{1,3})\s+(.+?)\s*$/;
const SUBTEXT = /^-# +(.+)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;

/** @param {string} source @param {boolean} [quoted] inside a quote there is no second one @returns {Block[]} */
export function parseBlocks(source, quoted = false) {
  /** @type {Block[]} */
  const out = [];
  let plain = "";
  let at = 0;
  let lineStart = true;
  const flush = (swallow = false) => {
    const text = swallow && plain.endsWith("\n") ? plain.slice(0, -1) : plain;
    if (text) out.push({ type: "inline", text });
    plain = "";
  };
  while (at < source.length) {
    if (lineStart) {
      const found = atLineStart(source, at, quoted);
      if (found) {
        flush(true);
        out.push(found.block);
        at = found.end;
        continue;
      }
    }
    const stop = nextStop(source, at);
    plain += source.slice(at, stop.at);
    at = stop.at;
    lineStart = false;
    if (stop.fence) {
      flush(true);
      out.push(stop.fence.block);
      at = stop.fence.end;
      if (source[at] === "\n") at++;
      lineStart = true;
    } else if (at < source.length) {
      plain += "\n";
      at++;
      lineStart = true;
    }
  }
  flush();
  return out;
}

/** A block that can only begin a line. @returns {{block: Block, end: number}|null} */
function atLineStart(source, at, quoted) {
  const lineEnd = endOfLine(source, at);
  const line = source.slice(at, lineEnd);
  const next = Math.min(lineEnd + 1, source.length);
  if (!quoted && line.startsWith(">>> ")) {
    return { block: { type: "quote", children: parseBlocks(source.slice(at + 4), true) }, end: source.length };
  }
  if (!quoted && isQuote(line)) return quote(source, at);
  const heading = HEADING.exec(line);
  if (heading) return { block: { type: "heading", level: heading[1].length, text: heading[2] }, end: next };
  const subtext = SUBTEXT.exec(line);
  if (subtext) return { block: { type: "subtext", text: subtext[1] }, end: next };
  return ITEM.test(line) ? list(source, at) : null;
}

const isQuote = (line) => line.startsWith("> ") || line === ">";

function quote(source, at) {
  const lines = [];
  while (at < source.length) {
    const end = endOfLine(source, at);
    const line = source.slice(at, end);
    if (!isQuote(line)) break;
    lines.push(line.slice(2));
    at = Math.min(end + 1, source.length);
  }
  return { block: /** @type {Block} */ ({ type: "quote", children: parseBlocks(lines.join("\n"), true) }), end: at };
}

function list(source, at) {
  const items = [];
  let ordered = false;
  let start = 1;
  while (at < source.length) {
    const end = endOfLine(source, at);
    const match = ITEM.exec(source.slice(at, end));
    if (!match) break;
    const numbered = /\d/.test(match[2]);
    if (items.length === 0) {
      ordered = numbered;
      start = numbered ? Number.parseInt(match[2], 10) : 1;
    } else if (numbered !== ordered && match[1].length === 0) break;
    items.push({ depth: Math.min(Math.ceil(match[1].length / 2), 10), text: match[3] });
    at = Math.min(end + 1, source.length);
  }
  return { block: /** @type {Block} */ ({ type: "list", ordered, start, items }), end: at };
}

/** The end of this line, or the code block that opens before it. */
function nextStop(source, at) {
  const lineEnd = endOfLine(source, at);
  for (let i = at; i < lineEnd; i++) {
    if (source[i] === "\\") i++;
    else if (source.startsWith("```", i)) {
      const fence = codeBlock(source, i);
      if (fence) return { at: i, fence };
      i += 2;
    }
  }
  return { at: lineEnd, fence: null };
}

function codeBlock(source, at) {
  const close = source.indexOf("```", at + 3);
  if (close < 0) return null;
  let text = source.slice(at + 3, close);
  if (!text.trim()) return null;
  let lang = "";
  const first = /^([\w+\-.#]{1,24})\n/.exec(text);
  if (first) {
    lang = first[1];
    text = text.slice(first[0].length);
  }
  return { block: /** @type {Block} */ ({ type: "codeblock", lang, text: text.replace(/^\n+|\n+$/g, "") }), end: close + 3 };
}

function endOfLine(source, at) {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}
