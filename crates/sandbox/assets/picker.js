// The command picker: what opens above the message box when a slash is typed.

import { search } from "./catalogue.js";
import { h } from "./dom.js";
import { Listbox } from "./listbox.js";
import { state } from "./state.js";

/** @typedef {import("./types.js").Leaf} Leaf */

export class Picker {
  /** @param {(leaf: Leaf) => void} take called with the chosen command */
  constructor(take) {
    this.take = take;
    this.popup = new Listbox("picker-popup", "Commands");
  }

  /** Shows what fits the text after the slash. @param {HTMLElement} input @param {string} query */
  show(input, query) {
    const found = search(query);
    const bot = state.data?.bot;
    const app = bot ? state.nameOf(bot) : "Switchboard";
    const header = h("div", { class: "picker-app" }, h("img", { src: "/assets/icon.svg", alt: "", class: "avatar small" }), app, query.trim() ? h("span", { class: "picker-count" }, `${found.length} matching`) : null);
    this.popup.show(input, [{ rows: found.map((leaf) => this.#row(leaf, app)) }], {
      header,
      empty: state.data?.commands.length ? "No matching commands." : "No commands yet. The bot hasn't registered them.",
    });
  }

  /** @param {Leaf} leaf @param {string} app */
  #row(leaf, app) {
    return {
      key: leaf.name,
      label: `/${leaf.name}: ${leaf.description}`,
      node: [
        h("span", { class: "row-words" }, h("span", { class: "row-name" }, `/${leaf.name}`, " ", options(leaf)), h("span", { class: "row-description" }, leaf.description)),
        h("span", { class: "row-app" }, app),
      ],
      take: () => this.take(leaf),
    };
  }
}

/** @param {Leaf} leaf */
function options(leaf) {
  const required = leaf.options.filter((option) => option.required);
  return required.map((option) => h("span", { class: "row-option" }, option.name));
}
