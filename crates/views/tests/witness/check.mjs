// Reads JSON lines {"id", "kind", "may", "markdown"} and writes one {"id", "parser", "what", "excerpt"} for each finding: something that
// Discord would make of the markdown though we did not write it, or a link that does not show where it leads.
//
// `may` names the marks of ours in the document ("bold", "list", ...). A "line" holds no link either. The last line says how
// often each exception was met: {"exceptions": [{"reason", "met"}]}.

import { createInterface } from "node:readline";

import { EXCEPTIONS, MOST, exceptionFor } from "./exceptions.mjs";
import { faultOf } from "./links.mjs";
import { PARSERS } from "./parsers.mjs";
import { nodesOf } from "./tree.mjs";

const PLAIN = ["text", "break", "emoji"];
const LINKS = ["bare link", "masked link"];

// What is wrong with a node of a document, or nothing.
function fault(node, { kind, may }) {
    if (PLAIN.includes(node.kind) || may.includes(node.kind)) return undefined;
    if (!LINKS.includes(node.kind)) return node.kind;
    if (kind === "line") return "link in a line";
    if (node.within.includes("masked link")) return "link in a link's words";
    return faultOf(node);
}

function excerpt(node) {
    const link = `[${node.words}](${node.target})${Array.from(node.behind).slice(0, 40).join("")}`;
    const shown = node.kind === "masked link" ? link : node.words || node.type;
    // By characters: half of one is no JSON.
    const characters = Array.from(shown);
    return characters.length > 200 ? `${characters.slice(0, 100).join("")} … ${characters.slice(-100).join("")}` : characters.join("");
}

if (EXCEPTIONS.length > MOST) throw new Error(`more than ${MOST} exceptions`);
const met = new Map();
for await (const line of createInterface({ input: process.stdin })) {
    const { id, markdown, ...document } = JSON.parse(line);
    for (const { name, parse, kinds } of PARSERS) {
        for (const node of nodesOf(parse(markdown), kinds)) {
            const what = fault(node, document);
            if (what === undefined) continue;
            const exception = exceptionFor(name, what, node);
            if (exception) met.set(exception, (met.get(exception) ?? 0) + 1);
            else console.log(JSON.stringify({ id, parser: name, what, excerpt: excerpt(node) }));
        }
    }
}
const exceptions = EXCEPTIONS.map((each) => ({ reason: `${each.what}: ${each.reason}`, met: met.get(each) ?? 0 }));
console.log(JSON.stringify({ exceptions }));
