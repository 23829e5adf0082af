// One option of a command: its name and a text box with the choices that fit, from the registration or from the bot itself.

import { autocomplete } from "./api.js";
import { h, uid } from "./dom.js";
import { chooser, upload } from "./files.js";
import { state } from "./state.js";
import { FILE, check, fixedChoices, kindOf } from "./validate.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./catalogue.js").Value} Value */

/** The bot is asked when the typing pauses this long, in milliseconds. */
const PAUSE_MS = 120;
/** Discord lists this many at most. */
const MOST = 25;

export class Pill {
  /** @type {string|number|boolean|undefined} The value of the choice taken; typing forgets it. */ chosen;
  #timer = 0;
  /** @type {AbortController|null} */ #asking = null;

  /** @param {Option} option @param {import("./options.js").OptionRow} row */
  constructor(option, row) {
    this.option = option;
    this.row = row;
    const errorId = uid("error");
    this.input = /** @type {HTMLInputElement} */ (h("input", {
      type: "text", class: "pill-input", autocomplete: "off", spellcheck: "false", size: 1, role: "combobox", "aria-expanded": "false", "aria-haspopup": "listbox", "aria-autocomplete": "list",
      "aria-label": `${option.name}: ${option.description}`, "aria-required": option.required ? "true" : null, "aria-describedby": errorId, inputmode: option.type === 4 ? "numeric" : option.type === 10 ? "decimal" : null,
      on: { focus: () => this.#focused(), blur: () => this.#blurred(), input: () => this.#typed(), keydown: (event) => this.#key(event) },
    }));
    this.chooser = option.type === FILE ? chooser(`File for ${option.name}`, (file) => this.#give(file)) : null;
    this.input.readOnly = this.chooser !== null;
    this.error = h("span", { class: "pill-error", id: errorId, hidden: true });
    this.element = h("span", { class: `pill${option.required ? " required" : ""}`, on: { mousedown: (event) => this.#press(event) } }, h("span", { class: "pill-name" }, option.name, option.required ? h("span", { class: "pill-star", "aria-hidden": "true" }, "*") : null), this.input, this.chooser, this.error);
  }

  get isEmpty() {
    return this.input.value === "" && this.chosen === undefined;
  }

  /** @returns {Value} */
  get entered() {
    return this.chosen === undefined ? { text: this.input.value } : { text: this.input.value, value: this.chosen };
  }

  /** @param {Value} value */
  set({ text, value }) {
    this.input.value = text;
    this.chosen = value;
    this.#resize();
    if (document.activeElement === this.input) this.#suggest();
  }

  /** @param {"start"|"end"} [where] */
  focus(where) {
    this.input.focus();
    const at = where === "start" ? 0 : this.input.value.length;
    this.input.setSelectionRange(at, at);
  }

  /** Marks what is wrong; true where nothing is. */
  validate() {
    const result = check(this.option, this.entered);
    this.#complain(result && "error" in result ? result.error : "");
    return !(result && "error" in result);
  }

  /** @param {string} text */
  #complain(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    this.element.classList.toggle("wrong", Boolean(text));
    this.input.setAttribute("aria-invalid", text ? "true" : "false");
  }

  #resize() {
    this.input.size = Math.max(1, this.input.value.length);
  }

  #focused() {
    this.element.classList.add("focused");
    this.#suggest();
  }

  #blurred() {
    this.element.classList.remove("focused");
    this.row.popup.close();
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (!this.isEmpty) this.validate();
  }

  #typed() {
    this.chosen = undefined;
    if (this.#named()) return;
    this.#complain("");
    this.#resize();
    this.#suggest();
  }

  /** A typed `name:` goes on to that option, as in Discord; this one's own name is dropped. */
  #named() {
    const match = /(?:^|\s)([\p{L}\p{N}_-]{1,32}):$/u.exec(this.input.value);
    const before = match ? this.input.value.slice(0, match.index) : "";
    if (match?.[1] === this.option.name && before === "") this.input.value = "";
    return match && match[1] !== this.option.name && this.row.jump(match[1]) ? (this.set({ text: before }), true) : false;
  }

  /** @param {MouseEvent} event */
  #press(event) {
    if (event.target === this.input) return;
    event.preventDefault();
    this.focus();
  }

  /** Opens the choices that fit. */
  #suggest() {
    this.#askNoMore();
    if (this.chooser) return this.#show([{ name: this.isEmpty ? "Choose a file..." : "Choose another file...", value: "" }], "");
    const fixed = fixedChoices(this.option);
    if (fixed) {
      const query = this.chosen === undefined ? this.input.value.trim().toLowerCase() : "";
      return this.#show(fixed.filter((choice) => choice.name.toLowerCase().includes(query)), "No options match your search");
    }
    if (!this.option.autocomplete) return this.#show([], "");
    if (!this.row.popup.open || this.row.popup.owner !== this.input) this.#show([], "Loading options...");
    this.#timer = window.setTimeout(() => this.#ask(), this.input.value ? PAUSE_MS : 0);
  }

  /** An answer that is still to come opens nothing. */
  #askNoMore() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  /** Asks the bot. */
  async #ask() {
    const asking = (this.#asking = new AbortController());
    try {
      const { command } = this.row.leaf;
      const body = { member_id: state.me, channel_id: state.channel, command_id: command.id, name: command.name, options: this.row.partial(this) };
      const { choices } = await autocomplete(body, asking.signal);
      if (!asking.signal.aborted) this.#show(choices, "No options match your search");
    } catch {
      if (!asking.signal.aborted) this.#show([], "Loading options failed");
    }
  }

  /** @param {(import("./types.js").Choice & {hint?: string})[]} choices @param {string} empty */
  #show(choices, empty) {
    if (document.activeElement !== this.input) return;
    const header = h("div", { class: "option-head" }, h("strong", null, this.option.name), h("span", null, this.option.description), h("span", { class: "option-kind" }, kindOf(this.option), this.option.required ? "" : ", optional"));
    const rows = choices.slice(0, MOST).map((choice) => ({
      key: String(choice.value),
      label: choice.name,
      node: h("span", { class: "row-words row-line" }, h("span", { class: "row-name" }, choice.name), choice.hint ? h("span", { class: "row-description" }, choice.hint) : null),
      take: () => this.#take(choice),
    }));
    this.row.popup.show(this.input, [{ rows }], { header, empty, active: this.chosen === undefined ? 0 : -1 });
  }

  /** Uploads a file that was picked. @param {File} file */
  async #give(file) {
    const given = await upload(file);
    if ("error" in given) {
      this.set({ text: "" });
      this.#complain(given.error);
      return this.input.focus();
    }
    this.#take({ name: file.name, value: given.id });
  }

  /** @param {import("./types.js").Choice} choice */
  #take(choice) {
    if (this.chooser && choice.value === "") return this.chooser.click();
    this.input.value = choice.name;
    this.chosen = choice.value;
    this.#complain("");
    this.#resize();
    this.#askNoMore();
    this.row.popup.close();
    this.row.onward(this);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { popup } = this.row;
    const { selectionStart: start, selectionEnd: end, value } = this.input;
    if (popup.navigate(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (!popup.take()) this.row.host.submit();
    } else if (event.key === "Tab") {
      if (!event.shiftKey && popup.open && popup.active >= 0 && popup.take()) event.preventDefault();
      else if (this.row.step(this, event.shiftKey ? -1 : 1)) event.preventDefault();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#askNoMore();
      if (popup.open) popup.close();
      else this.row.host.leave("");
    } else if (event.key === "Backspace" && this.chooser && value !== "") {
      this.set({ text: "" });
    } else if (event.key === "Backspace" && value === "") {
      event.preventDefault();
      this.row.remove(this);
    } else if (event.key === "ArrowLeft" && start === 0 && end === 0) {
      if (this.row.step(this, -1)) event.preventDefault();
    } else if (event.key === "ArrowRight" && start === value.length) {
      event.preventDefault();
      this.row.step(this, 1);
    }
  }
}
