// Discord's <t:unix:style> in the reader's own language and zone; relative ones follow the sandbox's clock.

import { h } from "./dom.js";
import { state } from "./state.js";

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const formats = Object.fromEntries(Object.entries(STYLES).map(([style, options]) => [style, new Intl.DateTimeFormat(undefined, options)]));
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "always" });

/** Seconds in each unit, largest first. @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 31_536_000], ["month", 2_628_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** @param {number} unix seconds @param {string} style @param {number} now milliseconds */
export function formatTime(unix, style, now) {
  if (style !== "R") return (formats[style] ?? formats.f).format(unix * 1000);
  const away = unix - Math.floor(now / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(away) >= size || unit === "second") return relative.format(Math.trunc(away / size), unit);
  }
  return "";
}

/** @param {number} unix seconds @param {string} style */
export function timeNode(unix, style) {
  const full = formats.F.format(unix * 1000);
  const live = style === "R" ? { unix: String(unix) } : {};
  return h("time", { class: "stamp", title: full, datetime: new Date(unix * 1000).toISOString(), data: live }, formatTime(unix, style, state.now()));
}

/** "Today at 14:05", as over a message. @param {number} at milliseconds @param {number} now milliseconds */
export function messageTime(at, now) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return formats.t.format(at);
  if (days === 1) return `Yesterday at ${formats.t.format(at)}`;
  return formats.s.format(at);
}

/** "Today at 14:05", as in an embed's footer. @param {number} at milliseconds @param {number} now milliseconds */
export function footerTime(at, now) {
  const time = messageTime(at, now);
  return startOfDay(at) === startOfDay(now) ? `Today at ${time}` : time;
}

export const fullTime = (at) => formats.F.format(at);
export const shortTime = (at) => formats.t.format(at);
export const longDate = (at) => formats.D.format(at);
export const clockTime = (at) => formats.T.format(at);

/** @param {number} at milliseconds */
export const startOfDay = (at) => new Date(at).setHours(0, 0, 0, 0);

/** Keeps every relative time on the page true. */
export function keepTimesLive() {
  setInterval(() => {
    const now = state.now();
    for (const node of document.querySelectorAll("time.stamp[data-unix]")) {
      const text = formatTime(Number(/** @type {HTMLElement} */ (node).dataset.unix), "R", now);
      if (node.textContent !== text) node.textContent = text;
    }
  }, 500);
}
