// A syntax tree as a reader meets it: one run of text, with the nodes that stand in it and where.

import { inner } from "./parsers.mjs";

// How much of what stands behind a link is looked at: a host has 253 characters.
const BEHIND = 300;

// The nodes of `tree`, each with its kind, its words, its text in the run and those it stands in; links with what is shown behind them.
export function nodesOf(tree, kinds) {
    const run = { text: "" };
    const nodes = [];
    for (const node of tree) visit(node, [], kinds, run, nodes);
    return nodes.map((node) => ({
        ...node,
        words: run.text.slice(node.from, node.to),
        behind: run.text.slice(node.to, node.to + BEHIND),
    }));
}

function visit(node, within, kinds, run, nodes) {
    const kind = kinds[node.type];
    if (kind === undefined) throw new Error(`a node of type "${node.type}" is not in parsers.mjs`);
    const found = { kind, type: node.type, target: node.target, within, from: run.text.length };
    nodes.push(found);
    if (kind === "break") run.text += "\n";
    else if (kind === "emoji") run.text += node.name;
    else if (typeof node.content === "string") run.text += node.content;
    else if (node.items) {
        for (const item of node.items) {
            run.text += "\n";
            for (const child of item) visit(child, [...within, kind], kinds, run, nodes);
        }
    } else for (const child of inner(node)) visit(child, [...within, kind], kinds, run, nodes);
    found.to = run.text.length;
}
