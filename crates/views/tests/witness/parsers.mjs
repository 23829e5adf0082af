// The two witnesses, and what their nodes are called here. Both are built as Discord's own client is, on simple-markdown's engine, each
// on a copy of its own, with rules written by different people.
//
// Version 2.6.7 of the second is the newest that runs on Node 18, which is Debian 12's.

import channelAware from "@cloudrac3r/discord-markdown";
import transcript from "discord-markdown-parser";

const SHARED = {
    text: "text",
    emoticon: "text",
    br: "break",
    newline: "break",
    em: "italics",
    strong: "bold",
    inlineCode: "code",
    codeBlock: "fence",
    blockQuote: "quote",
    heading: "heading",
    spoiler: "spoiler",
    link: "masked link",
    url: "bare link",
    autolink: "bare link",
};

export const PARSERS = [
    {
        name: "discord-markdown-parser",
        parse: (markdown) => transcript.parse(markdown, "extended"),
        kinds: {
            ...SHARED,
            underline: "underline",
            strikethrough: "strike",
            subtext: "small print",
            twemoji: "emoji",
            user: "mention",
            role: "mention",
            channel: "mention",
            everyone: "mention",
            here: "mention",
            slashCommand: "mention",
            guildNavigation: "mention",
            timestamp: "timestamp",
            emoji: "custom emoji",
        },
    },
    {
        name: "@cloudrac3r/discord-markdown",
        parse: (markdown) => channelAware.parser(markdown),
        kinds: {
            ...SHARED,
            u: "underline",
            strike: "strike",
            list: "list",
            discordUser: "mention",
            discordRole: "mention",
            discordChannel: "mention",
            discordChannelLink: "mention",
            discordEveryone: "mention",
            discordHere: "mention",
            discordCommand: "mention",
            discordEmoji: "custom emoji",
        },
    },
];

// The nodes within a node: its content, a spoiler's or the items of a list.
export function inner(node) {
    return [node.content, node.parsed, ...(node.items ?? [])].filter(Array.isArray).flat();
}
