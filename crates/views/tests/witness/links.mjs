// Whether a reader sees where a link leads before pressing it.
//
// Of a bare address it is enough that it is one: what is shown is where it leads. A masked link has its host among its words, or in
// parentheses directly behind them; where its words name another domain too, the host is set apart: it comes first, or in parentheses.

// What can't be part of an address of ours, but comes from behind it: a mark, a code span, an ellipsis.
const FOREIGN = /~~|[^A-Za-z0-9\-._~:/?#@!$&'()+,;=%]/u;

// A word that reads as a domain, and not as part of a mail address.
const DOMAIN = /(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}_-]+\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)(?![\p{L}\p{N}@_-])/u;

const INVISIBLE = /[\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]/g;

// What is wrong with a link, or nothing.
export function faultOf(link) {
    if (link.kind === "bare link") {
        const foreign = FOREIGN.exec(link.target);
        return foreign ? `link with ${JSON.stringify(foreign[0])} in its address` : undefined;
    }
    const host = hostOf(link.target);
    if (host === undefined) return "link without an address";
    const [words, behind] = [link.words, link.behind].map(plain);
    // Whole, with its port, where it has one.
    const whole = String.raw`(?:www\.)?${escaped(host)}\.?(?::\d*)?`;
    if (new RegExp(String.raw`\(${whole}\)`).test(words) || new RegExp(String.raw`^ ?\(${whole}\)`).test(behind)) return undefined;

    // The host itself, not one that only begins or ends like it.
    const named = String.raw`(?<![\p{L}\p{N}_-]|[\p{L}\p{N}]\.)(?:www\.)?${escaped(host)}(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;
    const at = words.trimStart().search(new RegExp(named, "u"));
    if (at < 0) return "link without its host";
    const others = words.replace(new RegExp(String.raw`${named}(?::\d+)?(?:[/?#]\S*)?`, "gu"), " ");
    return at > 0 && DOMAIN.test(others) ? "link with another domain" : undefined;
}

// The host that is asked when the link is pressed, in ASCII and without "www.".
function hostOf(target) {
    if (!/^https?:\/\//i.test(target)) return undefined;
    try {
        return new URL(target).hostname.replace(/^www\./, "").replace(/\.$/, "");
    } catch {
        return undefined;
    }
}

// Words as they are read. A backslash before a mark counts as not there, whether or not a parser took it away.
function plain(words) {
    return words.replace(INVISIBLE, "").replace(/\\(?=[!-/:-@[-`{-~])/g, "").toLowerCase();
}

function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
