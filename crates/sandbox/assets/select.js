// A message's select menus: one choice or several, steered by keys as a listbox is.

import { h } from "./dom.js";
import { drawEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { state, textChannels } from "./state.js";

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
  const before = sent ?? options.filter((option) => option.default).map((option) => option.value);
  const chosen = new Set(before);
  const popup = new Listbox("select-popup", part.placeholder || "Make a selection", several);
  const face = h("span", { class: "select-face" });
  const button = h(
    "button",
    { type: "button", class: "select", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", disabled: part.disabled, "aria-disabled": busy ? "true" : null, data: { customId: part.custom_id ?? "" } },
    face,
    icon("chevron"),
  );

  const drawFace = () => {
    const words = options.filter((option) => chosen.has(option.value));
    if (words.length === 0) face.replaceChildren(h("span", { class: "select-placeholder" }, part.placeholder || "Make a selection"));
    else if (most > 1) face.replaceChildren(...words.map((option) => h("span", { class: "select-tag" }, drawEmoji(option.emoji), option.label)));
    else face.replaceChildren(...words.map((option) => h("span", { class: "select-one" }, drawEmoji(option.emoji), option.label)));
    button.setAttribute("aria-label", `${part.placeholder || "Make a selection"}: ${words.map((option) => option.label).join(", ") || "nothing chosen"}`);
  };

  const rows = () => options.map((option) => ({
    key: option.value,
    checked: chosen.has(option.value),
    disabled: !chosen.has(option.value) && most > 1 && chosen.size >= most,
    node: [drawEmoji(option.emoji), h("span", { class: "row-words" }, h("span", { class: "row-name" }, option.label), option.description && h("span", { class: "row-description" }, option.description)), h("span", { class: `tick${several ? " box" : ""}`, "aria-hidden": "true" }, icon("check"))].filter(Boolean),
    take: () => take(option),
  }));

  /** Opens below, or above where the messages' window ends. */
  const open = (active = 0) => {
    if (busy) return;
    const room = button.closest(".log")?.getBoundingClientRect();
    const own = button.getBoundingClientRect();
    popup.element.classList.toggle("above", Boolean(room) && room.bottom - own.bottom < 330 && own.top - room.top > room.bottom - own.bottom);
    popup.show(button, [{ rows: rows() }], { active, empty: "No options", header: several ? h("span", { class: "select-hint" }, hint(least, most)) : null });
  };

  /** @param {SelectOption} option */
  const take = (option) => {
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
    const at = popup.active;
    drawFace();
    open(at);
  };

  /** Closing a menu of several sends them, as Discord does. */
  const close = () => {
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

  button.addEventListener("click", () => (popup.open ? close() : open(Math.max(options.findIndex((option) => chosen.has(option.value)), 0))));
  button.addEventListener("blur", close);
  button.addEventListener("keydown", (event) => {
    if (popup.navigate(event)) return;
    if (event.key === "Escape" && popup.open) {
      event.stopPropagation();
      close();
    } else if ((event.key === "Enter" || event.key === " ") && popup.open) {
      event.preventDefault();
      popup.take();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
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
  return h("div", { class: "select-box" }, button, popup.element);
}

/** @param {number} least @param {number} most */
function hint(least, most) {
  if (least === most) return `Choose ${most}`;
  return least === 0 ? `Choose up to ${most}` : `Choose ${least} to ${most}`;
}

/** The options of any kind of menu: Discord fills those of members, roles and channels itself. @param {Component} part @returns {SelectOption[]} */
function optionsOf(part) {
  const members = () => (state.data?.members ?? []).map((member) => ({ label: state.nameOf(member.user), value: member.user.id, description: member.user.username }));
  const roles = () => (state.data?.guild.roles ?? []).map((role) => ({ label: `@${role.name}`, value: role.id }));
  switch (part.type) {
    case 5:
      return members();
    case 6:
      return roles();
    case 7:
      return [...members(), ...roles()];
    case 8:
      return textChannels(state.data?.channels ?? []).map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    default:
      return part.options ?? [];
  }
}
