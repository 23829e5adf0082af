// Interactions that members sent from this page: which wait for their answer, which got none. Knows no DOM.

/** An app has 3 s to answer. What says that it did, or did not, may be lost with the connection: then nothing waits for longer than this. */
const LONGEST_WAIT_MS = 6000;

/** Outcomes that are remembered, in case they overtake the reply to our own request. */
const MOST_OUTCOMES = 200;

const NO_ANSWER = "The application did not respond";

/**
 * `member`, `channel` and `at` are those when it was sent, whatever the page shows by now.
 * @typedef {{id: string, kind: "command"|"component"|"modal", label: string, member: string, channel: string, at: number, messageId?: string,
 *   customId?: string, values?: string[], failed?: string}} Sent
 */

export class Interactions {
  /** @type {Map<string, Sent>} */ #sent = new Map();
  /** "" is an answer, else why there was none. @type {Map<string, string>} */ #outcomes = new Map();
  /** @type {Map<string, (outcome: string) => void>} */ #awaited = new Map();
  #changed;

  /** @param {(sent: Sent) => void} changed called when one begins to wait, is answered or fails */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Remembers one until it is answered. @param {Sent} sent */
  begin(sent) {
    const outcome = this.#outcomes.get(sent.id);
    // A new press takes the mark of a failed one off its message.
    for (const one of this.#sent.values()) {
      if (one.failed && one.messageId && one.messageId === sent.messageId && one.member === sent.member) this.forget(one.id);
    }
    if (outcome === "") return;
    this.#sent.set(sent.id, { ...sent, failed: outcome });
    this.#changed(sent);
    if (!outcome) setTimeout(() => this.#sent.has(sent.id) && this.fail(sent.id), LONGEST_WAIT_MS);
  }

  /** It was answered. @param {string} id */
  settle(id) {
    this.#note(id, "");
    this.forget(id);
  }

  /** It got no answer. @param {string} id @param {string} [reason] */
  fail(id, reason = NO_ANSWER) {
    const one = this.#sent.get(id);
    if (one?.failed) return;
    this.#note(id, reason);
    if (!one) return;
    one.failed = reason;
    this.#changed(one);
  }

  /** @param {string} id */
  forget(id) {
    const one = this.#sent.get(id);
    if (this.#sent.delete(id)) this.#changed(one);
  }

  /** What was answered while the connection was away is in the snapshot: nothing waits any more. What failed stays. */
  reconnected() {
    for (const one of [...this.#sent.values()]) if (!one.failed) this.settle(one.id);
  }

  /** What becomes of one: "" when it is answered, else why it is not. @param {string} id @returns {Promise<string>} */
  outcome(id) {
    const known = this.#outcomes.get(id);
    return known === undefined ? new Promise((resolve) => this.#awaited.set(id, resolve)) : Promise.resolve(known);
  }

  /** @param {string} id @param {string} outcome */
  #note(id, outcome) {
    this.#outcomes.set(id, outcome);
    if (this.#outcomes.size > MOST_OUTCOMES) this.#outcomes.delete(this.#outcomes.keys().next().value);
    this.#awaited.get(id)?.(outcome);
    this.#awaited.delete(id);
  }

  /** A member's press on a message that waits for its answer. @param {string} messageId @param {string} member */
  waitingOn(messageId, member) {
    return this.#on(messageId, member).find((one) => !one.failed);
  }

  /** A member's press on a message that got no answer. @param {string} messageId @param {string} member */
  failedOn(messageId, member) {
    return this.#on(messageId, member).find((one) => one.failed);
  }

  /** Differs whenever a message looks different by its presses. @param {string} messageId @param {string} member */
  markOf(messageId, member) {
    return this.#on(messageId, member).map((one) => one.id + (one.failed ?? "")).join();
  }

  #on(messageId, member) {
    return [...this.#sent.values()].filter((one) => one.messageId === messageId && one.member === member);
  }

  /** Commands of a channel: those that wait, or those that failed. @param {string} channel @param {boolean} failed */
  commands(channel, failed) {
    return [...this.#sent.values()].filter((one) => one.kind === "command" && one.channel === channel && Boolean(one.failed) === failed);
  }
}
