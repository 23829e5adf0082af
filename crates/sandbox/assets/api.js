// Talks to the sandbox: JSON requests and the stream of events. Knows no DOM.

/** What the sandbox refused, in its own words. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} path below /sandbox
 * @param {unknown} [body] posts it as JSON, a file as it is; without, the request is a look-up
 * @param {AbortSignal} [signal]
 */
async function request(path, body, signal) {
  const options = body === undefined
    ? { signal }
    : body instanceof Blob
      ? { method: "POST", body, signal }
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal };
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, options);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused(0, "The sandbox is not responding. Is the demo still running?");
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text.slice(0, 200) };
  }
  if (!response.ok) throw new Refused(response.status, answer.error ?? `The sandbox responded with ${response.status}.`);
  return answer;
}

/** @returns {Promise<import("./types.js").Snapshot>} */
export const readState = () => request("state");
/** @param {object} body */
export const sendCommand = (body) => request("command", body);
/** @param {Record<string, string>} gift whose it is, where, its name @param {File} file @returns {Promise<{id: string}>} */
export const giveFile = (gift, file) => request(`files?${new URLSearchParams(gift)}`, file);
/** @param {object} body @param {AbortSignal} signal @returns {Promise<{choices: import("./types.js").Choice[]}>} */
export const autocomplete = (body, signal) => request("autocomplete", body, signal);
/** @param {object} body */
export const pickMenu = (body) => request("menu", body);
/** @param {object} body */
export const click = (body) => request("click", body);
/** @param {object} body */
export const submitForm = (body) => request("submit", body);
/** @param {object} body */
export const postMessage = (body) => request("message", body);
/** @param {object} body @returns {Promise<import("./types.js").Desk>} */
export const moveDesk = (body) => request("desk", body);
/** @param {object} body @returns {Promise<import("./types.js").Faults>} */
export const setFaults = (body) => request("faults", body);
/** @param {object} body @returns {Promise<import("./types.js").Clock>} */
export const moveClock = (body) => request("clock", body);

/**
 * Listens to the sandbox. `open` is called at each (re)connection: what was missed is in a fresh `readState`.
 * @param {{open: () => void, event: (event: {type: string, data: any}) => void, lost: () => void}} listener
 */
export function listen(listener) {
  const source = new EventSource("/sandbox/events");
  source.addEventListener("open", () => listener.open());
  source.addEventListener("message", (message) => listener.event(JSON.parse(message.data)));
  source.addEventListener("error", () => listener.lost());
  // A browser has six connections to a server: a page that is left must give its own back.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
