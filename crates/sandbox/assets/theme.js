// Dark or light: the reader's choice, else the address's `?theme=`, else what the system prefers.

import { state } from "./state.js";

const wanted = new URLSearchParams(location.search).get("theme");
const light = window.matchMedia("(prefers-color-scheme: light)");

/** @returns {"dark"|"light"} */
export function theme() {
  return document.documentElement.dataset.theme === "light" ? "light" : "dark";
}

/** @param {"dark"|"light"} name */
function show(name) {
  document.documentElement.dataset.theme = name;
  state.tell("theme");
}

export function toggleTheme() {
  const name = theme() === "dark" ? "light" : "dark";
  localStorage.setItem("theme", name);
  show(name);
}

export function startTheme() {
  const stored = wanted ?? localStorage.getItem("theme");
  if (stored === "dark" || stored === "light") return show(stored);
  show(light.matches ? "light" : "dark");
  light.addEventListener("change", () => localStorage.getItem("theme") ?? show(light.matches ? "light" : "dark"));
}
