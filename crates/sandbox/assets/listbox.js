// A listbox that a text input or a button steers: the input keeps the focus, `aria-activedescendant` names the active row.

import { fill, h, uid } from "./dom.js";

/**
 * @typedef {{key: string, node: Node|Node[], label?: string, disabled?: boolean, checked?: boolean, take: () => void}} Row
 * @typedef {{title?: string, rows: Row[]}} Section
 */

export class Listbox {
  /** @type {Row[]} */ rows = [];
  active = -1;
  id = uid("list");
  /** @type {HTMLElement|null} The element that has the focus while the list is open. */ owner = null;

  /** @param {string} className @param {string} label @param {boolean} [multiple] */
  constructor(className, label, multiple = false) {
    this.list = h("div", { class: "listbox", role: "listbox", id: this.id, "aria-label": label, "aria-multiselectable": multiple ? "true" : null });
    this.header = h("div", { class: "popup-header" });
    this.element = h("div", { class: `popup ${className}`, hidden: true }, this.header, this.list);
    // A press inside must not take the focus from the owner.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {HTMLElement} owner @param {Section[]} sections
   * @param {{header?: Node|Node[]|null, empty?: string, active?: number}} [more] active: the row to begin at, -1 for none
   */
  show(owner, sections, { header = null, empty = "", active = 0 } = {}) {
    this.close();
    this.owner = owner;
    this.rows = sections.flatMap((section) => section.rows);
    fill(this.header, header);
    this.header.hidden = !header;
    fill(
      this.list,
      sections.map((section) => [section.title && h("div", { class: "popup-title", role: "presentation" }, section.title), section.rows.map((row) => this.#draw(row))]),
      this.rows.length ? null : empty && h("div", { class: "popup-empty", role: "presentation" }, empty),
    );
    this.list.hidden = this.rows.length === 0 && !empty;
    this.element.hidden = false;
    // A plain text box may name its list and its active row, but not say that it is expanded.
    if (owner.getAttribute("role") === "combobox") owner.setAttribute("aria-expanded", "true");
    owner.setAttribute("aria-controls", this.id);
    this.#activate(Math.min(active, this.rows.length - 1));
  }

  close() {
    this.element.hidden = true;
    if (this.owner?.getAttribute("role") === "combobox") this.owner.setAttribute("aria-expanded", "false");
    this.owner?.removeAttribute("aria-activedescendant");
    this.owner = null;
    this.rows = [];
    this.active = -1;
  }

  /** @param {Row} row */
  #draw(row) {
    const at = this.rows.indexOf(row);
    const selected = row.checked === undefined ? null : String(row.checked);
    const element = h("div", { class: "row", role: "option", id: `${this.id}-${at}`, "aria-selected": selected ?? "false", "aria-label": row.label, "aria-disabled": row.disabled ? "true" : null }, row.node);
    element.addEventListener("mousemove", () => this.#activate(at, false));
    element.addEventListener("click", () => !row.disabled && row.take());
    return element;
  }

  /** @param {number} at @param {boolean} [scroll] */
  #activate(at, scroll = true) {
    if (at === this.active && this.list.querySelector(".active")) return;
    this.list.querySelector(".active")?.classList.remove("active");
    this.active = at;
    const element = at >= 0 ? document.getElementById(`${this.id}-${at}`) : null;
    if (!element) {
      this.owner?.removeAttribute("aria-activedescendant");
      return;
    }
    element.classList.add("active");
    this.owner?.setAttribute("aria-activedescendant", element.id);
    for (const one of this.list.querySelectorAll("[role=option]")) {
      if (this.rows[0]?.checked === undefined) one.setAttribute("aria-selected", String(one === element));
    }
    if (scroll) element.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} by rows, wrapping around */
  move(by) {
    const size = this.rows.length;
    if (size === 0) return;
    this.#activate(this.active < 0 ? (by > 0 ? 0 : size - 1) : (this.active + by + size) % size);
  }

  /** Takes the active row; false where there is none. */
  take() {
    const row = this.rows[this.active];
    if (!row || row.disabled) return false;
    row.take();
    return true;
  }

  /** Arrow, page, Home and End keys; true when the key was used. @param {KeyboardEvent} event */
  navigate(event) {
    if (!this.open || this.rows.length === 0) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: Math.min(8, this.rows.length - 1 - this.active), PageUp: -Math.min(8, this.active) };
    const by = steps[event.key];
    if (by === undefined) return false;
    event.preventDefault();
    if (by) this.move(by);
    return true;
  }
}
