// Whether what stands in an option may be sent: Discord's client checks type, choices, ranges and lengths before it sends.

import { roleMention, state } from "./state.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./types.js").Choice} Choice */

const KINDS = { 3: "Text", 4: "Whole number", 5: "Yes or no", 6: "Member", 7: "Channel", 8: "Role", 9: "Member or role", 10: "Number", 11: "File" };

/** The type of options that take a file. */
export const FILE = 11;

/** A word for an option's type. @param {Option} option */
export const kindOf = (option) => KINDS[option.type] ?? "Value";

/** What an option offers without asking the bot; null where anything may be typed. @param {Option} option @returns {(Choice & {hint?: string})[]|null} */
export function fixedChoices(option) {
  if (option.choices?.length) return option.choices;
  const data = state.data;
  const members = () => (data?.members ?? []).map((member) => ({ name: state.nameOf(member.user), value: member.user.id, hint: member.user.username }));
  const roles = () => (data?.guild.roles ?? []).map((role) => ({ name: roleMention(role), value: role.id }));
  switch (option.type) {
    case 5:
      return /** @type {any} */ ([{ name: "True", value: true }, { name: "False", value: false }]);
    case 6:
      return members();
    case 7:
      return (data?.channels ?? []).filter((channel) => !allowedTypes(option) || allowedTypes(option).includes(channel.type)).map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
    case 8:
      return roles();
    case 9:
      return [...members(), ...roles()];
    default:
      return null;
  }
}

/** @param {any} option @returns {number[]|undefined} */
const allowedTypes = (option) => option.channel_types;

/**
 * @param {Option} option @param {{text: string, value?: string|number|boolean}} entered
 * @returns {{value: string|number|boolean}|{error: string}|null} null: left empty
 */
export function check(option, { text, value }) {
  if (value !== undefined) return { value };
  const typed = text.trim();
  if (option.type === FILE && typed) return { error: "Choose a file." };
  if (!typed) return option.required ? { error: "This option is required. Specify a value." } : null;
  const fixed = fixedChoices(option);
  if (fixed) {
    const same = fixed.find((choice) => choice.name.toLowerCase() === typed.toLowerCase() || String(choice.value).toLowerCase() === typed.toLowerCase());
    return same ? { value: same.value } : { error: "That's not a valid choice. Choose one from the list." };
  }
  if (option.type === 4 || option.type === 10) return number(option, typed);
  return length(option, text);
}

/** @param {Option} option @param {string} typed */
function number(option, typed) {
  const value = Number(typed);
  const fits = option.type === 4 ? /^-?\d+$/.test(typed) && Number.isSafeInteger(value) : Number.isFinite(value);
  if (!fits) return { error: option.type === 4 ? "Enter a valid integer." : "Enter a valid number." };
  const { min_value: least, max_value: most } = option;
  if (least !== undefined && value < least) return { error: most === undefined ? `Enter at least ${least}.` : `Enter a number from ${least} to ${most}.` };
  if (most !== undefined && value > most) return { error: least === undefined ? `Enter at most ${most}.` : `Enter a number from ${least} to ${most}.` };
  return { value };
}

/** @param {Option} option @param {string} text */
function length(option, text) {
  const size = text.length;
  const { min_length: least = 0, max_length: most = 6000 } = option;
  if (size < least) return { error: `Enter at least ${least} characters.` };
  if (size > most) return { error: `Enter at most ${most} characters (${size} now).` };
  return { value: text };
}
