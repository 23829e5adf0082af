// The shapes that come over the wire, for editors and reviewers. No code: Discord's JSON, and what the sandbox adds to it.

/** @typedef {{id: string, username: string, global_name?: string|null, bot?: boolean}} User */
/** @typedef {{user: User, nick?: string|null, roles: string[], permissions?: string}} Member */
/** @typedef {{id: string, name: string, color: number}} Role */
/** @typedef {{id: string, name: string, topic?: string|null, type: number, position: number, parent_id?: string|null}} Channel */
/** @typedef {{name: string, value: string|number}} Choice */

/**
 * One option of a command as registered. `type`: 1 subcommand, 2 group, 3 string, 4 integer, 5 boolean, 6 user, 7 channel,
 * 8 role, 9 mentionable, 10 number, 11 attachment.
 * @typedef {{type: number, name: string, description: string, required?: boolean, choices?: Choice[], options?: Option[],
 *   autocomplete?: boolean, min_value?: number, max_value?: number, min_length?: number, max_length?: number}} Option
 */
/** @typedef {{id: string, type?: number, name: string, description: string, options?: Option[], default_member_permissions?: string|null}} Command */

/**
 * What can be typed: a command, or one of its subcommands. `path` holds the names after the command's own.
 * @typedef {{command: Command, path: string[], types: number[], name: string, description: string, options: Option[]}} Leaf
 */

/** @typedef {{id?: string|null, name?: string|null, animated?: boolean}} Emoji */
/** `color`: that of a role, 0 where it has none. @typedef {{label: string, value: string, description?: string, emoji?: Emoji, default?: boolean, color?: number}} SelectOption */
/**
 * @typedef {{type: number, custom_id?: string, style?: number, label?: string, emoji?: Emoji, url?: string, disabled?: boolean,
 *   options?: SelectOption[], default_values?: {id: string, type: string}[], placeholder?: string, min_values?: number, max_values?: number, value?: string, required?: boolean,
 *   min_length?: number, max_length?: number, components?: Component[]}} Component
 */
/** @typedef {{id: string, filename: string, title?: string, description?: string, size: number, url: string, content_type?: string, width?: number, height?: number}} Attachment */
/**
 * @typedef {{title?: string, url?: string, description?: string, color?: number, timestamp?: string,
 *   author?: {name: string, url?: string, icon_url?: string}, footer?: {text: string, icon_url?: string},
 *   thumbnail?: {url: string, description?: string}, image?: {url: string, description?: string, width?: number, height?: number},
 *   fields?: {name: string, value: string, inline?: boolean}[]}} Embed
 */
/** @typedef {{id: string, type: number, user: User, name?: string, command?: string}} Origin */
/**
 * @typedef {{id: string, channel_id: string, type: number, author: User, content: string, embeds: Embed[], components: Component[],
 *   attachments: Attachment[], flags?: number, timestamp: string, edited_timestamp?: string|null, visible_to?: string|null,
 *   interaction_metadata?: Origin, application_id?: string, mention_everyone?: boolean, failed?: string, message_reference?: {message_id?: string}}} Message
 */
/** @typedef {{interaction_id: string, visible_to: string, custom_id: string, title: string, components: Component[]}} Form */
/** @typedef {{now_ms: number, speed: number}} Clock */
/** @typedef {{departments: {id: string, name: string, queues: Record<string, number>, agents_online?: number}[], presets: {id: string, label: string, description?: string}[]}} Desk */
/** @typedef {{liveagent: string, discord: string}} Faults */
/**
 * @typedef {{me: string, bot: User|null, application_id: string, guild: {id: string, name: string, roles: Role[]}, members: Member[],
 *   channels: Channel[], commands: Command[], messages: Record<string, Message[]>, clock: Clock, desk: Desk, faults: Faults}} Snapshot
 */

export {};
