// Builds DOM nodes. Text always enters as a text node, so nothing that a help desk contains can become markup.

/** @typedef {Node|string|number|null|undefined|false|Child[]} Child */

/**
 * Makes an element. Keys of `props`: `class`, `on` ({event: handler}), `style` ({property: value}), `data` ({name: value}),
 * and any attribute; `true` sets it empty, `false`/`null`/`undefined` leaves it out.
 * @param {string} tag
 * @param {Record<string, any>|null} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) set(element, key, value);
  append(element, children);
  return element;
}

/** @param {HTMLElement} element @param {string} key @param {any} value */
function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "on") {
    for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
  } else if (key === "style") {
    for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
  } else if (key === "data") {
    for (const [name, text] of Object.entries(value)) element.dataset[name] = text;
  } else {
    element.setAttribute(key, value === true ? "" : String(value));
  }
}

/** @param {Node} parent @param {Child} child */
export function append(parent, child) {
  if (Array.isArray(child)) for (const one of child) append(parent, one);
  else if (child instanceof Node) parent.appendChild(child);
  else if (child !== null && child !== undefined && child !== false) parent.appendChild(document.createTextNode(String(child)));
}

/** Replaces what is inside `parent`. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

let lastId = 0;
/** A fresh id for ARIA references. @param {string} stem */
export const uid = (stem) => `${stem}-${++lastId}`;

/**
 * A same-origin or web address that is safe to put into href or src; null for every other scheme.
 * @param {unknown} address @returns {string|null}
 */
export function webAddress(address) {
  if (typeof address !== "string") return null;
  try {
    const url = new URL(address, location.origin);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Whether the page's content policy lets an image come from there. @param {string|null} address */
export const isOurs = (address) => address !== null && new URL(address).origin === location.origin;
