// Files that a member picks for an option of a command: the hidden chooser, and the upload that gives the file an id.

import { giveFile } from "./api.js";
import { h } from "./dom.js";
import { state } from "./state.js";

/** Discord's limit in a server without boosts, in bytes. */
const LARGEST = 10 * 1024 * 1024;

/**
 * A chooser that stands in the page unseen, as browsers want it.
 * @param {string} label @param {(file: File) => void} take
 */
export function chooser(label, take) {
  const input = /** @type {HTMLInputElement} */ (h("input", {
    type: "file", class: "file-chooser", hidden: true, tabindex: -1, "aria-label": label,
    on: {
      change: () => {
        const file = input.files?.[0];
        input.value = "";
        if (file) take(file);
      },
    },
  }));
  return input;
}

/** Uploads it; the id that a command names it by, or what is wrong with it. @param {File} file @returns {Promise<{id: string}|{error: string}>} */
export async function upload(file) {
  if (file.size > LARGEST) return { error: "Your files are too powerful. Max file size: 10 MB" };
  try {
    return await giveFile({ member_id: state.me, channel_id: state.channel, name: file.name }, file);
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}
