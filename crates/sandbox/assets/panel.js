// The side panel: who acts, the queues, what is broken, and the time. Everything here is the sandbox's, not Discord's.

import { moveClock, moveDesk, setFaults } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";
import { clockTime, longDate } from "./timestamps.js";

const QUEUES = [["conversations", "Conversations"], ["chats", "Chats"], ["calls", "Calls"]];
const FAULTS = [["clear", "Normal"], ["slow", "Slow"], ["down", "Down"], ["errors", "Errors"], ["html", "HTML"]];
const STEPS = [[60, "1 min"], [900, "15 min"], [3600, "1 h"], [86_400, "1 day"]];
const SPEEDS = [1, 10, 60, 600];

/** @param {HTMLElement} panel */
export function mountPanel(panel) {
  const who = section("user", "Act as");
  const desk = section("queue", "Queues");
  const faults = section("bolt", "Break things");
  const time = section("clock", "Time");
  const face = h("div", { class: "clock-face", role: "timer", "aria-label": "The sandbox's time" }, h("strong"), h("span"));
  fill(panel, h("header", { class: "panel-head" }, h("h2", null, "Demo controls"), h("p", null, "Real bot, stand-in services.")), who.element, desk.element, faults.element, time.element, keys());

  const redraw = { me: () => keepFocus(who.body, drawWho), desk: () => keepFocus(desk.body, drawDesk), faults: () => keepFocus(faults.body, drawFaults), clock: () => keepFocus(time.body, () => drawTime(face)) };
  for (const topic of Object.keys(redraw)) state.on(topic, redraw[topic]);
  state.on("loaded", () => Object.values(redraw).forEach((draw) => draw()));
  setInterval(() => state.data && showTime(face), 250);
}

/** @param {string} iconName @param {string} title */
function section(iconName, title) {
  const body = h("div", { class: "panel-body" });
  return { body, element: h("section", { class: "panel-section", "aria-label": title }, h("h3", null, icon(iconName), title), body) };
}

/** Draws anew and gives the focus back to the control that had it. @param {HTMLElement} body @param {() => any} draw */
function keepFocus(body, draw) {
  const label = body.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
  fill(body, draw());
  if (label) /** @type {HTMLElement|null} */ (body.querySelector(`[aria-label="${CSS.escape(label)}"]`))?.focus();
}

/** @template T @param {Promise<T>} request @param {string} topic @param {"desk"|"faults"|"clock"} key */
async function act(request, topic, key) {
  try {
    state.apply({ type: key, data: await request });
  } catch (error) {
    state.tell("notice", /** @type {Error} */ (error).message);
  }
}

function drawWho() {
  const humans = state.data.members.filter((member) => !member.user.bot);
  const select = h("select", { class: "panel-select", "aria-label": "Act as", on: { change: (event) => state.setMe(event.target.value) } }, humans.map((member) => h("option", { value: member.user.id, selected: member.user.id === state.me }, `${state.nameOf(member.user)}${roles(member)}`)));
  return select;
}

/** @param {import("./types.js").Member} member */
function roles(member) {
  const names = member.roles.map((id) => state.role(id)?.name).filter(Boolean);
  return names.length ? ` (${names.join(", ")})` : "";
}

function drawDesk() {
  const { departments = [], presets = [] } = state.data.desk ?? {};
  if (departments.length === 0) return h("p", { class: "panel-note" }, "No departments.");
  return [
    h("div", { class: "presets" }, presets.map((preset) => h("button", { type: "button", class: "chip", title: preset.description, "aria-label": preset.label, on: { click: () => act(moveDesk({ preset: preset.id }), "desk", "desk") } }, preset.label))),
    h("table", { class: "queues" }, h("thead", null, h("tr", null, h("th", { scope: "col" }, "Department"), QUEUES.map(([, label]) => h("th", { scope: "col" }, label)))), h("tbody", null, departments.map(drawDepartment))),
  ];
}

/** @param {import("./types.js").Desk["departments"][number]} department */
function drawDepartment(department) {
  const cells = QUEUES.map(([queue, label]) => {
    const waiting = department.queues[queue] ?? 0;
    const move = (by) => act(moveDesk({ department_id: department.id, queue, add: by }), "desk", "desk");
    const name = `${department.name}, ${label.toLowerCase()}`;
    return h("td", null, h("span", { class: "stepper" }, h("button", { type: "button", "aria-label": `One fewer: ${name}`, disabled: waiting === 0, on: { click: () => move(-1) } }, icon("minus")), h("span", { class: "count" }, waiting), h("button", { type: "button", "aria-label": `One more: ${name}`, on: { click: () => move(1) } }, icon("plus"))));
  });
  return h("tr", null, h("th", { scope: "row" }, department.name), cells);
}

function drawFaults() {
  return [["liveagent", "LiveAgent", FAULTS], ["discord", "Discord", FAULTS.filter(([id]) => id !== "html")]].map(([service, name, presets]) => {
    const now = state.data.faults?.[service] ?? "clear";
    return h("div", { class: "fault", role: "group", "aria-label": name }, h("span", { class: "fault-name" }, h("span", { class: `lamp ${now}` }), name), h("span", { class: "segments" }, presets.map(([id, label]) => h("button", { type: "button", class: `segment ${id}`, "aria-pressed": String(now === id), "aria-label": `${name}: ${label}`, on: { click: () => act(setFaults({ service, preset: id }), "faults", "faults") } }, label))));
  });
}

/** @param {HTMLElement} face */
function drawTime(face) {
  const speed = state.data.clock?.speed ?? 1;
  showTime(face);
  return [
    face,
    h("div", { class: "time-row" }, h("span", { class: "time-label" }, "Skip"), h("span", { class: "segments" }, STEPS.map(([seconds, label]) => h("button", { type: "button", class: "segment", "aria-label": `Skip ${label}`, on: { click: () => act(moveClock({ advance_seconds: seconds }), "clock", "clock") } }, `+${label}`)))),
    h("div", { class: "time-row" }, h("span", { class: "time-label" }, "Speed"), h("span", { class: "segments" }, SPEEDS.map((one) => h("button", { type: "button", class: "segment", "aria-pressed": String(one === speed), "aria-label": `Speed ${one} times`, on: { click: () => act(moveClock({ speed: one }), "clock", "clock") } }, `${one}×`)))),
  ];
}

/** @param {HTMLElement} face */
function showTime(face) {
  const now = state.now();
  [clockTime(now), longDate(now)].forEach((text, i) => {
    if (face.children[i].textContent !== text) face.children[i].textContent = text;
  });
}

function keys() {
  const rows = [["/", "commands"], ["Tab", "accept and continue"], ["Enter", "send"], ["↑", "last command"], ["Esc", "close"], ["F6", "next part of the page"]];
  return h("section", { class: "panel-section", "aria-label": "Keys" }, h("h3", null, icon("keyboard"), "Keys"), h("dl", { class: "keys" }, rows.map(([key, what]) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, what)))));
}
