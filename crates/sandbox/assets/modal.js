// A form that the bot asks for: Discord's modal, as a <dialog> so that focus stays inside and Escape closes.

import { submitForm } from "./api.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";

/** @typedef {import("./types.js").Form} Form */
/** @typedef {import("./types.js").Component} Component */

/** @param {Form} form */
export function openModal(form) {
  const app = state.data?.bot ? state.nameOf(state.data.bot) : "the app";
  const fields = form.components.flatMap((row) => row.components ?? []).filter((part) => part.type === 4).map(field);
  const error = h("p", { class: "modal-error", role: "alert", hidden: true });
  const titleId = uid("modal");
  const submit = h("button", { type: "submit", class: "button primary" }, h("span", { class: "button-words" }, "Submit"));
  const dialog = /** @type {HTMLDialogElement} */ (h(
    "dialog",
    { class: "modal", "aria-labelledby": titleId },
    h(
      "form",
      { method: "dialog", novalidate: true, on: { submit: (event) => { event.preventDefault(); send(); } } },
      h("header", { class: "modal-head" }, h("img", { class: "avatar medium", src: "/assets/icon.svg", alt: "" }), h("h2", { id: titleId }, form.title), h("button", { type: "button", class: "modal-close", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close"))),
      h("p", { class: "modal-warning" }, icon("alert"), `This form will be submitted to ${app}. Do not share passwords or other sensitive information.`),
      h("div", { class: "modal-fields" }, fields.map((one) => one.element)),
      error,
      h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button secondary", on: { click: () => dialog.close() } }, h("span", { class: "button-words" }, "Cancel")), submit),
    ),
  ));
  const before = /** @type {HTMLElement|null} */ (document.activeElement);

  /** @param {string} problem */
  const complain = (problem) => {
    error.textContent = problem;
    error.hidden = false;
    submit.removeAttribute("disabled");
  };

  const send = async () => {
    const wrong = fields.filter((one) => !one.validate());
    if (wrong.length) return wrong[0].focus();
    submit.setAttribute("disabled", "");
    error.hidden = true;
    const from = state.here();
    const components = fields.map((one) => ({ type: 1, components: [{ type: 4, custom_id: one.part.custom_id, value: one.value() }] }));
    try {
      const { interaction_id: id } = await submitForm({ member_id: from.member, interaction_id: form.interaction_id, custom_id: form.custom_id, components });
      state.interactions.begin({ id, kind: "modal", label: form.title, ...from });
      // Nothing that was written is lost: it stays until it has arrived.
      const failed = await state.interactions.outcome(id);
      if (!failed) return dialog.close();
      complain(`${failed}. What you wrote is still here: try again.`);
    } catch (problem) {
      complain(/** @type {Error} */ (problem).message);
    }
  };

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();
}

/** One text input with its label, its length and what is wrong with it. @param {Component} part */
function field(part) {
  const id = uid("field");
  const long = part.style === 2;
  const most = part.max_length ?? 4000;
  const least = part.min_length ?? 0;
  const required = part.required ?? true;
  const input = /** @type {HTMLInputElement|HTMLTextAreaElement} */ (h(long ? "textarea" : "input", {
    id, class: "field-input", type: long ? null : "text", rows: long ? 5 : null, maxlength: most, placeholder: part.placeholder, "aria-required": required ? "true" : null, "aria-describedby": `${id}-error`, data: { customId: part.custom_id ?? "" },
    on: { input: () => { complain(""); counter(); } },
  }));
  input.value = part.value ?? "";
  const error = h("span", { class: "field-error", id: `${id}-error` });
  const left = h("span", { class: "field-count", "aria-hidden": "true" });
  const counter = () => (left.textContent = long || part.max_length ? `${input.value.length}/${most}` : "");
  const complain = (text) => {
    error.textContent = text;
    input.setAttribute("aria-invalid", text ? "true" : "false");
  };
  counter();
  return {
    part,
    element: h("div", { class: "field" }, h("label", { for: id }, part.label ?? "", required ? h("span", { class: "field-star", title: "Required" }, " *") : null), input, h("div", { class: "field-under" }, error, left)),
    value: () => input.value,
    focus: () => input.focus(),
    validate: () => {
      const size = input.value.length;
      if (required && !input.value.trim()) complain("This field is required.");
      else if (size > 0 && size < least) complain(`Must be at least ${least} characters.`);
      else if (size > most) complain(`Must be ${most} characters or fewer.`);
      else complain("");
      return !error.textContent;
    },
  };
}
