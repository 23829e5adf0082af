// The message box: plain text, or a command once one is picked. Remembers what was sent, for ArrowUp.

import { postMessage, sendCommand } from "./api.js";
import { readTyped } from "./catalogue.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { OptionRow } from "./options.js";
import { Picker } from "./picker.js";
import { state } from "./state.js";

/** @typedef {import("./types.js").Leaf} Leaf */
/** @typedef {Map<string, import("./catalogue.js").Value>} Values */

export class Composer {
  /** @type {OptionRow|null} */ row = null;
  /** @type {{leaf: Leaf, values: Values}[]} */ history = [];
  #recalled = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.picker = new Picker((leaf) => this.begin(leaf));
    this.popup = new Listbox("option-popup", "Options");
    this.text = /** @type {HTMLTextAreaElement} */ (h("textarea", {
      class: "composer-text", rows: 1, "aria-label": "Message", "aria-haspopup": "listbox", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event), blur: () => this.picker.popup.close(), focus: () => this.#typed() },
    }));
    this.box = h("div", { class: "composer-box" });
    this.send = h("button", { type: "button", class: "composer-send", "aria-label": "Send", on: { click: () => this.submit() } }, icon("return"));
    const open = h("button", { type: "button", class: "composer-open", "aria-label": "Show commands", title: "Commands", on: { click: () => this.#openPicker() } }, icon("plus"));
    fill(root, this.picker.popup.element, this.popup.element, h("div", { class: "composer-frame" }, open, this.box, this.send));
    this.#plain("");
    state.on("channel", () => this.#placeholder());
    state.on("loaded", () => this.#placeholder());
    state.on("commands", () => document.activeElement === this.text && this.#typed());
  }

  #placeholder() {
    const channel = state.data?.channels.find((one) => one.id === state.channel);
    this.text.placeholder = channel ? `Message #${channel.name}` : "";
  }

  #openPicker() {
    this.#plain("/");
    this.text.focus();
  }

  focus() {
    if (this.row) this.row.focus();
    else this.text.focus();
  }

  /** Back to plain text. @param {string} text */
  #plain(text) {
    this.row = null;
    this.popup.close();
    this.text.value = text;
    fill(this.box, this.text);
    this.#resize();
  }

  #resize() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 220)}px`;
  }

  #typed() {
    this.#resize();
    const { value } = this.text;
    if (!/^\/[^\n]*$/.test(value)) return this.picker.popup.close();
    const typed = value.includes(" ") ? readTyped(value) : null;
    if (typed && value.length > typed.leaf.name.length + 1) return this.begin(typed.leaf, typed.values);
    this.picker.show(this.text, value.slice(1));
  }

  /** Starts filling a command in. @param {Leaf} leaf @param {Values} [values] */
  begin(leaf, values = new Map()) {
    this.picker.popup.close();
    this.text.value = "";
    this.row = new OptionRow(leaf, this.popup, {
      submit: () => this.submit(),
      leave: (text) => {
        this.#plain(text);
        this.text.focus();
      },
    });
    fill(this.box, this.row.element);
    this.row.load(values);
    this.row.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { popup } = this.picker;
    if (popup.navigate(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!popup.take()) this.submit();
    } else if (event.key === "Tab" && !event.shiftKey && popup.open) {
      if (popup.take()) event.preventDefault();
    } else if (event.key === "Escape" && popup.open) {
      event.preventDefault();
      popup.close();
    } else if (event.key === "ArrowUp" && this.text.value === "" && this.history.length) {
      event.preventDefault();
      this.#recall();
    }
  }

  #recall() {
    const { leaf, values } = this.history[this.history.length - 1 - (this.#recalled++ % this.history.length)];
    this.begin(leaf, values);
  }

  async submit() {
    if (this.row) return this.#sendCommand(this.row);
    const content = this.text.value.trim();
    if (!content) return;
    if (content.startsWith("/")) {
      if (readTyped(content)) return this.run(content);
      state.tell("notice", `There's no command "${content.split(/\s/)[0]}".`);
      return;
    }
    this.#plain("");
    await this.#try(() => postMessage({ member_id: state.me, channel_id: state.channel, content }));
  }

  /** @param {OptionRow} row */
  async #sendCommand(row) {
    const options = row.collect();
    if (!options) return;
    const { leaf } = row;
    this.history.push({ leaf, values: row.values() });
    this.#recalled = 0;
    this.#plain("");
    this.text.focus();
    const from = state.here();
    const body = { member_id: from.member, channel_id: from.channel, command_id: leaf.command.id, name: leaf.command.name, options };
    const sent = await this.#try(() => sendCommand(body));
    if (sent) state.interactions.begin({ id: sent.interaction_id, kind: "command", label: leaf.name, ...from });
  }

  /** Types a whole command and sends it. @param {string} text */
  async run(text) {
    const typed = readTyped(text);
    if (!typed) {
      this.#plain(text);
      this.text.focus();
      return;
    }
    this.begin(typed.leaf, typed.values);
    await this.submit();
  }

  /** @template T @param {() => Promise<T>} send @returns {Promise<T|null>} */
  async #try(send) {
    try {
      return await send();
    } catch (error) {
      state.tell("notice", /** @type {Error} */ (error).message);
      return null;
    }
  }
}
