// A command being filled in: its name, one pill per option, and a tail where further options are added. Keyboard first.

import { nest, written } from "./catalogue.js";
import { fill, h } from "./dom.js";
import { Pill } from "./pill.js";
import { FILE, check } from "./validate.js";

/** @typedef {import("./types.js").Leaf} Leaf */
/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./catalogue.js").Value} Value */

export class OptionRow {
  /** @type {Pill[]} */ pills = [];

  /**
   * @param {Leaf} leaf
   * @param {import("./listbox.js").Listbox} popup shared by all pills
   * @param {{submit: () => void, leave: (text: string) => void}} host
   */
  constructor(leaf, popup, host) {
    this.leaf = leaf;
    this.popup = popup;
    this.host = host;
    this.tail = /** @type {HTMLInputElement} */ (h("input", {
      class: "tail", type: "text", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false", "aria-haspopup": "listbox", "aria-label": `/${leaf.name}: more options, or Enter to send`,
      on: { focus: () => this.#offer(), input: () => this.#typedInTail(), blur: () => popup.close(), keydown: (event) => this.#tailKey(event) },
    }));
    this.strip = h("div", { class: "pills" });
    this.element = h("div", { class: "command-line", role: "group", "aria-label": `Command /${leaf.name}` }, h("span", { class: "command-name" }, `/${leaf.name}`), this.strip);
    for (const option of leaf.options) if (option.required) this.add(option, false);
    this.#arrange();
  }

  /** Puts in what was typed or recalled. @param {Map<string, Value>} values */
  load(values) {
    for (const option of this.leaf.options) {
      const value = values.get(option.name);
      if (value) this.add(option, false).set(value);
    }
  }

  /** To the first option that still wants a value, else to the tail. */
  focus() {
    const empty = this.pills.find((pill) => pill.option.required && pill.isEmpty);
    if (empty) empty.focus();
    else this.tail.focus();
  }

  /** @param {Option} option @param {boolean} [focus] */
  add(option, focus = true) {
    let pill = this.pills.find((one) => one.option === option);
    if (!pill) {
      pill = new Pill(option, this);
      this.pills.push(pill);
      this.#arrange();
    }
    if (focus) pill.focus();
    return pill;
  }

  /** To the option of that name, where it is still empty. @param {string} name */
  jump(name) {
    const option = this.leaf.options.find((one) => one.name === name);
    const pill = this.pills.find((one) => one.option === option);
    if (!option || (pill && !pill.isEmpty)) return false;
    this.add(option);
    return true;
  }

  /** @param {Pill} pill */
  remove(pill) {
    const at = this.pills.indexOf(pill);
    if (pill.option.required) {
      if (at > 0) this.pills[at - 1].focus("end");
      else if (this.pills.every((one) => one.isEmpty)) this.host.leave(`/${this.leaf.name}`);
      return;
    }
    this.pills.splice(at, 1);
    this.#arrange();
    if (at > 0) this.pills[at - 1].focus("end");
    else this.focus();
  }

  #arrange() {
    const rest = this.#unused();
    const more = h("span", { class: "pills-more", "aria-hidden": "true" }, rest.length ? `+${rest.length} optional` : "");
    fill(this.strip, this.pills.map((pill) => pill.element), this.tail, more);
  }

  #unused() {
    return this.leaf.options.filter((option) => !this.pills.some((pill) => pill.option === option));
  }

  /** From one pill to the next (1) or the one before (-1). @param {Pill} pill @param {number} by */
  step(pill, by) {
    const next = this.pills[this.pills.indexOf(pill) + by];
    if (next) next.focus(by > 0 ? "start" : "end");
    else if (by > 0) this.tail.focus();
    return Boolean(next) || by > 0;
  }

  /** After a choice: to what is still missing, else to the tail. @param {Pill} pill */
  onward(pill) {
    const missing = this.pills.find((one) => one !== pill && one.option.required && one.isEmpty);
    if (missing) missing.focus();
    else this.tail.focus();
  }

  /** What all pills hold, less files: those are given once. @returns {Map<string, Value>} */
  values() {
    return new Map(this.pills.filter((pill) => !pill.isEmpty && pill.option.type !== FILE).map((pill) => [pill.option.name, pill.entered]));
  }

  text() {
    return written(this.leaf, this.values());
  }

  /** The interaction's options; marks what is wrong and answers null. */
  collect() {
    if (this.tail.value.trim()) return null;
    const wrong = this.pills.filter((pill) => !pill.validate());
    if (wrong.length) {
      wrong[0].focus();
      return null;
    }
    return nest(this.leaf, this.#leafOptions());
  }

  /** The options so far, one of them being typed in. @param {Pill} focused */
  partial(focused) {
    const others = this.#leafOptions(focused);
    const value = focused.option.type === 4 || focused.option.type === 10 ? focused.input.value : focused.input.value.trimStart();
    return nest(this.leaf, [...others, { type: focused.option.type, name: focused.option.name, value, focused: true }]);
  }

  /** @param {Pill} [except] */
  #leafOptions(except) {
    return this.pills.flatMap((pill) => {
      const result = pill === except ? null : check(pill.option, pill.entered);
      return result && "value" in result ? [{ type: pill.option.type, name: pill.option.name, value: result.value }] : [];
    });
  }

  /** Lists the options that may still be added. */
  #offer() {
    const query = this.tail.value.trim().toLowerCase();
    const rest = this.#unused().filter((option) => option.name.includes(query));
    if (rest.length === 0 && !query) return this.popup.close();
    this.popup.show(this.tail, [{
      title: "Options",
      rows: rest.map((option) => ({
        key: option.name,
        label: `${option.name}: ${option.description}`,
        node: h("span", { class: "row-words row-line" }, h("span", { class: "row-name" }, option.name), h("span", { class: "row-description" }, option.description)),
        take: () => {
          this.tail.value = "";
          this.add(option);
        },
      })),
    }], { active: query ? 0 : -1, empty: "No matching options" });
  }

  #typedInTail() {
    const named = /^\s*([\p{L}\p{N}_-]+):(.*)$/u.exec(this.tail.value);
    const option = named && this.#unused().find((one) => one.name === named[1]);
    if (!option) return this.#offer();
    this.tail.value = "";
    this.add(option).set({ text: named[2] });
  }

  /** @param {KeyboardEvent} event */
  #tailKey(event) {
    const empty = this.tail.value === "";
    if (this.popup.navigate(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (!this.popup.take()) this.host.submit();
    } else if (event.key === "Tab" && !event.shiftKey && this.popup.open && this.popup.active >= 0) {
      event.preventDefault();
      this.popup.take();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.popup.open) this.popup.close();
      else this.host.leave("");
    } else if ((event.key === "Backspace" || event.key === "ArrowLeft") && empty) {
      event.preventDefault();
      const last = this.pills.at(-1);
      if (last) last.focus("end");
      else if (event.key === "Backspace") this.host.leave(`/${this.leaf.name}`);
    }
  }
}
