// Where the two parsers differ from Discord's client, so that what they find is not there. Each exception is as narrow as its reason: of
// these parsers, this finding, on a node of this shape.

export const MOST = 20;

const BOTH = ["discord-markdown-parser", "@cloudrac3r/discord-markdown"];

// Discord reads the words of a masked link once more, with the rules for a line's inside alone: no block begins in them.
const inWords = (node) => node.within.includes("masked link");

export const EXCEPTIONS = [
    {
        parsers: BOTH,
        what: "heading",
        fits: inWords,
        reason: 'a link at the start of a line whose words begin with "# ": Discord shows the words as they are',
    },
    {
        parsers: BOTH,
        what: "quote",
        fits: inWords,
        reason: 'a link at the start of a line whose words begin with "> ": Discord shows the words as they are',
    },
    {
        parsers: ["@cloudrac3r/discord-markdown"],
        what: "list",
        fits: inWords,
        reason: 'a link at the start of a line whose words begin with "1. " or "- ": Discord shows the words as they are',
    },
    {
        parsers: ["discord-markdown-parser"],
        what: "small print",
        fits: inWords,
        reason: 'a link at the start of a line whose words begin with "-# ": Discord shows the words as they are',
    },
];

// The exception that a finding falls under, if any.
export function exceptionFor(parser, what, node) {
    return EXCEPTIONS.find((each) => each.what === what && each.parsers.includes(parser) && each.fits(node));
}
