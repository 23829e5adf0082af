// What the page knows: the sandbox's snapshot, kept up to date by its events. Draws nothing; views subscribe by topic.

import { Interactions } from "./interactions.js";

/** @typedef {import("./types.js").Message} Message */

export const EPHEMERAL = 64;
export const LOADING = 128;

class State extends EventTarget {
  /** @type {import("./types.js").Snapshot|null} */ data = null;
  me = "";
  channel = "";
  interactions = new Interactions((sent) => this.tell("pending", sent));
  /** Private answers that were dismissed; Discord keeps these with the client too. @type {Set<string>} */
  dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));
  #clockRead = performance.now();

  /** @param {string} topic @param {any} [detail] */
  tell(topic, detail) {
    this.dispatchEvent(new CustomEvent(topic, { detail }));
  }

  /** @param {string} topic @param {(detail: any) => void} handler */
  on(topic, handler) {
    this.addEventListener(topic, (event) => handler(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {import("./types.js").Snapshot} snapshot */
  load(snapshot) {
    this.data = snapshot;
    if (!snapshot.members.some((member) => member.user.id === this.me)) this.me = snapshot.me;
    if (!snapshot.channels.some((channel) => channel.id === this.channel)) {
      this.channel = textChannels(snapshot.channels)[0]?.id ?? "";
    }
    this.#clockRead = performance.now();
    this.interactions.reconnected();
    this.tell("loaded");
  }

  /** @param {{type: string, data: any}} event */
  apply({ type, data }) {
    if (!this.data) return;
    const ours = !data?.visible_to || data.visible_to === this.me;
    switch (type) {
      case "message_create":
      case "message_update":
      case "thinking":
        this.#keep(data);
        break;
      case "message_delete":
        this.data.messages[data.channel_id] = this.messages(data.channel_id).filter((message) => message.id !== data.id);
        this.tell("message_gone", data);
        break;
      case "commands":
        this.data.commands = data;
        this.tell("commands");
        break;
      case "ready":
        this.data.bot = data.bot;
        this.tell("ready");
        break;
      case "modal":
        this.interactions.settle(data.interaction_id);
        if (ours) this.tell("modal", data);
        break;
      case "acknowledged":
        this.interactions.settle(data.interaction_id);
        break;
      case "interaction_failed":
        this.interactions.fail(data.interaction_id, data.reason);
        break;
      case "clock":
        this.data.clock = data;
        this.#clockRead = performance.now();
        this.tell("clock");
        break;
      case "desk":
      case "faults":
        this.data[type] = data;
        this.tell(type);
        break;
    }
  }

  /** @param {Message} message */
  #keep(message) {
    const all = (this.data.messages[message.channel_id] ??= []);
    const at = all.findIndex((known) => known.id === message.id);
    if (at < 0) all.push(message);
    else all[at] = message;
    const answered = message.interaction_metadata?.id;
    if (answered) this.interactions.settle(answered);
    this.tell("message", message);
  }

  /** @param {string} id */
  dismiss(id) {
    this.dismissed.add(id);
    sessionStorage.setItem("dismissed", JSON.stringify([...this.dismissed].slice(-500)));
    this.interactions.forget(id);
    this.tell("message_gone", { id, channel_id: this.channel });
  }

  /** @param {string} channel @returns {Message[]} */
  messages(channel) {
    return this.data?.messages[channel] ?? [];
  }

  /** What the member sees of a channel, oldest first; a command that failed stands where it was typed. */
  visible(channel = this.channel) {
    const failed = this.interactions.commands(channel, true).map((one) => this.#failedCommand(one));
    const all = failed.length ? [...this.messages(channel), ...failed].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1)) : this.messages(channel);
    return all.filter((message) => this.sees(message));
  }

  /** What stands where a command was typed that got no answer: its id has the time in it, as a message's has. @param {import("./interactions.js").Sent} sent @returns {Message} */
  #failedCommand(sent) {
    const author = this.data?.bot ?? { id: this.data?.application_id ?? "", username: "Switchboard", bot: true };
    const user = this.member(sent.member)?.user ?? { id: sent.member, username: "Unknown" };
    return {
      id: sent.id, channel_id: sent.channel, type: 20, author: { ...author, bot: true }, content: "", embeds: [], components: [], attachments: [], flags: EPHEMERAL,
      timestamp: new Date(sent.at).toISOString(), visible_to: sent.member, failed: sent.failed, interaction_metadata: { id: sent.id, type: 2, user, name: sent.label },
    };
  }

  /** @param {Message} message */
  sees(message) {
    return (!message.visible_to || message.visible_to === this.me) && !this.dismissed.has(message.id);
  }

  /** @param {string} id */
  member(id) {
    return this.data?.members.find((member) => member.user.id === id);
  }

  /** The name a member goes by. @param {import("./types.js").User|undefined} user */
  nameOf(user) {
    if (!user) return "Unknown";
    return this.member(user.id)?.nick || user.global_name || user.username;
  }

  /** @param {string} id */
  role(id) {
    return this.data?.guild.roles.find((role) => role.id === id);
  }

  /** The sandbox's time now, in unix milliseconds; it may run faster than ours. */
  now() {
    const clock = this.data?.clock;
    return clock ? clock.now_ms + (performance.now() - this.#clockRead) * clock.speed : Date.now();
  }

  /** Who does something, where and when. */
  here() {
    return { member: this.me, channel: this.channel, at: this.now() };
  }

  /** @param {string} id */
  setChannel(id) {
    this.channel = id;
    this.tell("channel");
  }

  /** @param {string} id */
  setMe(id) {
    this.me = id;
    this.tell("me");
  }
}

/** Channels that hold messages, in the order of the list. @param {import("./types.js").Channel[]} channels */
export const textChannels = (channels) =>
  channels.filter((channel) => channel.type === 0 || channel.type === 5).sort((a, b) => a.position - b.position);

/** A role as it is mentioned: the name of everybody's has its sign already. @param {import("./types.js").Role} role */
export const roleMention = (role) => (role.name.startsWith("@") ? role.name : `@${role.name}`);

export const state = new State();
