// A message's select menus: one choice or several, steered by keys as a listbox is. Those that Discord fills itself are searched.

import { h } from "./dom.js";
import { drawEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { roleMention, state, textChannels } from "./state.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").SelectOption} SelectOption */

/**
 * @param {Component} part
 * @param {{busy: boolean, sent?: string[], send: (values: string[]) => void}} use busy: an answer is waited for; sent: these values
 */
export function drawSelect(part, { busy, sent, send }) {
  const options = optionsOf(part);
  const least = part.min_values ?? 1;
  const most = Math.min(part.max_values ?? 1, options.length || 1);
  const several = most > 1 || least === 0;
  const searched = part.type !== 3;
  const words = part.placeholder || "Make a selection";
  const before = sent ?? chosenAtFirst(part, options);
  const chosen = new Set(before);
  const popup = new Listbox("select-popup", words, several);
  const face = h("span", { class: "select-face" });
  const pills = searched ? h("span", { class: "select-pills" }) : face;
  const shared = { role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", disabled: part.disabled, "aria-disabled": busy ? "true" : null, data: { customId: part.custom_id ?? "" } };
  /** What has the focus: where it is searched, a text box. */
  const field = searched
    ? /** @type {HTMLInputElement} */ (h("input", { type: "text", class: "select-search", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", readonly: busy, ...shared }))
    : h("button", { type: "button", class: "select", ...shared }, face, icon("chevron"));
  const box = searched ? h("div", { class: "select search" }, face, icon("chevron")) : field;
  const query = () => (searched ? field.value.trim().toLowerCase() : "");

  const drawFace = () => {
    const taken = options.filter((option) => chosen.has(option.value));
    const nodes = taken.map((option) => h("span", { class: most > 1 ? "select-tag" : "select-one" }, mark(option), option.label, searched && most > 1 && remover(option)));
    if (searched) field.placeholder = taken.length ? "" : words;
    else if (nodes.length === 0) nodes.push(h("span", { class: "select-placeholder" }, words));
    pills.replaceChildren(...nodes);
    field.setAttribute("aria-label", `${words}: ${taken.map((option) => option.label).join(", ") || "nothing chosen"}`);
  };

  /** Takes a choice away with the mouse; keys do it in the list. @param {SelectOption} option */
  const remover = (option) =>
    h("button", { type: "button", class: "select-remove", tabindex: "-1", "aria-label": `Remove ${option.label}`, disabled: part.disabled || busy, on: { click: () => take(option) } }, icon("close"));

  const listed = () => options.filter((option) => option.label.toLowerCase().includes(query()));

  const rows = () => listed().map((option) => ({
    key: option.value,
    checked: chosen.has(option.value),
    disabled: !chosen.has(option.value) && most > 1 && chosen.size >= most,
    node: [mark(option), h("span", { class: "row-words" }, h("span", { class: "row-name" }, option.label), option.description && h("span", { class: "row-description" }, option.description)), h("span", { class: `tick${several ? " box" : ""}`, "aria-hidden": "true" }, icon("check"))].filter(Boolean),
    take: () => take(option),
  }));

  /** Opens below, or above where the messages' window ends. */
  const open = (active = 0) => {
    if (busy || part.disabled) return;
    const room = box.closest(".log")?.getBoundingClientRect();
    const own = box.getBoundingClientRect();
    popup.element.classList.toggle("above", Boolean(room) && room.bottom - own.bottom < 330 && own.top - room.top > room.bottom - own.bottom);
    popup.show(field, [{ rows: rows() }], { active, empty: searched ? "No results found" : "No options", header: several ? h("span", { class: "select-hint" }, hint(least, most)) : null });
  };

  /** Where the first choice stands in the list. */
  const firstChosen = () => Math.max(listed().findIndex((option) => chosen.has(option.value)), 0);

  /** @param {SelectOption} option */
  const take = (option) => {
    if (searched) field.value = "";
    if (!several) {
      popup.close();
      chosen.clear();
      chosen.add(option.value);
      drawFace();
      send([option.value]);
      return;
    }
    if (chosen.has(option.value)) chosen.delete(option.value);
    else {
      if (most === 1) chosen.clear();
      chosen.add(option.value);
    }
    drawFace();
    field.focus();
    open(listed().indexOf(option));
  };

  /** Closing a menu of several sends them, as Discord does. */
  const close = () => {
    if (searched) field.value = "";
    if (!popup.open) return;
    popup.close();
    if (!several) return;
    const same = before.length === chosen.size && before.every((value) => chosen.has(value));
    if (!same && chosen.size >= least) send(options.map((option) => option.value).filter((value) => chosen.has(value)));
    else if (!same) {
      chosen.clear();
      for (const value of before) chosen.add(value);
      drawFace();
    }
  };

  const toggle = () => (popup.open ? close() : open(firstChosen()));
  if (searched) {
    face.append(pills, field);
    box.addEventListener("mousedown", (event) => {
      if (event.target === field) return;
      event.preventDefault();
      field.focus();
    });
    box.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest(".select-remove")) return;
      if (event.target !== field || !popup.open) toggle();
    });
    field.addEventListener("input", () => open());
  } else field.addEventListener("click", toggle);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (popup.navigate(event)) return;
    if (event.key === "Escape" && popup.open) {
      event.stopPropagation();
      close();
    } else if ((event.key === "Enter" || (event.key === " " && !query())) && popup.open) {
      event.preventDefault();
      popup.take();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp" || (searched && event.key === "Enter")) {
      event.preventDefault();
      open();
    } else if (searched && event.key === "Backspace" && field.value === "" && several && !busy) {
      const last = options.findLast((option) => chosen.has(option.value));
      if (last) take(last);
    } else if (!searched && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      seek(event.key.toLowerCase());
    }
  });

  /** The next option that begins with a typed letter. @param {string} letter */
  const seek = (letter) => {
    if (!popup.open) open();
    for (let step = 1; step <= options.length; step++) {
      const at = (popup.active + step) % options.length;
      if (options[at].label.toLowerCase().startsWith(letter)) return popup.move(step);
    }
  };

  drawFace();
  return h("div", { class: "select-box" }, box, popup.element);
}

/** @param {number} least @param {number} most */
function hint(least, most) {
  if (least === most) return `Choose ${most}`;
  return least === 0 ? `Choose up to ${most}` : `Choose ${least} to ${most}`;
}

/** What stands before an option's label: its emoji, or a role's color. @param {SelectOption} option */
function mark(option) {
  if (option.color === undefined) return drawEmoji(option.emoji);
  return h("span", { class: "role-dot", "aria-hidden": "true", style: option.color ? { "--role": `#${option.color.toString(16).padStart(6, "0")}` } : {} });
}

/** The values that are chosen before anybody has used it. @param {Component} part @param {SelectOption[]} options */
function chosenAtFirst(part, options) {
  const named = (part.default_values ?? []).map((value) => value.id);
  return options.filter((option) => option.default || named.includes(option.value)).map((option) => option.value);
}

/** The options of any kind of menu: Discord fills those of members, roles and channels itself. @param {Component} part @returns {SelectOption[]} */
function optionsOf(part) {
  const members = () => (state.data?.members ?? []).map((member) => ({ label: state.nameOf(member.user), value: member.user.id, description: member.user.username }));
  switch (part.type) {
    case 5:
      return members();
    case 6:
      return roles((role) => role.name);
    case 7:
      return [...members(), ...roles(roleMention)];
    case 8:
      return textChannels(state.data?.channels ?? []).map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    default:
      return part.options ?? [];
  }
}

/** The server's roles, everybody's last. @param {(role: import("./types.js").Role) => string} label @returns {SelectOption[]} */
function roles(label) {
  const guild = state.data?.guild;
  const options = (guild?.roles ?? []).map((role) => ({ label: label(role), value: role.id, color: role.color }));
  return options.sort((one, other) => Number(one.value === guild?.id) - Number(other.value === guild?.id));
}
