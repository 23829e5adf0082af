// Draws a message's embeds and attachments as Discord does.

import { h, isOurs, webAddress } from "./dom.js";
import { icon } from "./icons.js";
import { inline, link, markdown } from "./markdown.js";
import { state } from "./state.js";
import { footerTime, fullTime } from "./timestamps.js";

/** @typedef {import("./types.js").Embed} Embed */
/** @typedef {import("./types.js").Attachment} Attachment */

/** @param {Embed} embed @param {Attachment[]} attachments those of the message, for `attachment://name` */
export function drawEmbed(embed, attachments) {
  const color = embed.color === undefined || embed.color === null ? null : `#${(embed.color & 0xffffff).toString(16).padStart(6, "0")}`;
  const picture = (media) => drawPicture(resolve(media?.url, attachments), media);
  return h(
    "article",
    { class: "embed", "aria-label": embed.title ? `Embed: ${embed.title}` : "Embed", style: color ? { "--bar": color } : {} },
    h(
      "div",
      { class: "embed-body" },
      h(
        "div",
        { class: "embed-main" },
        embed.author && drawAuthor(embed.author, attachments),
        embed.title && h("div", { class: "embed-title" }, drawTitle(embed)),
        embed.description && h("div", { class: "embed-description md" }, markdown(embed.description)),
        embed.fields?.length ? drawFields(embed.fields) : null,
      ),
      embed.thumbnail && h("div", { class: "embed-thumbnail" }, picture(embed.thumbnail)),
    ),
    embed.image && h("div", { class: "embed-image" }, picture(embed.image)),
    (embed.footer || embed.timestamp) && drawFooter(embed, attachments),
  );
}

/** @param {Embed} embed */
function drawTitle(embed) {
  const text = inline(embed.title, { links: false });
  return embed.url ? link(embed.url, undefined, text, "embed-link") : text;
}

/** @param {NonNullable<Embed["author"]>} author @param {Attachment[]} attachments */
function drawAuthor(author, attachments) {
  return h(
    "div",
    { class: "embed-author" },
    smallIcon(author.icon_url, attachments),
    author.url ? link(author.url, undefined, author.name, "embed-author-link") : h("span", null, author.name),
  );
}

/** @param {Embed} embed @param {Attachment[]} attachments */
function drawFooter(embed, attachments) {
  const at = embed.timestamp ? Date.parse(embed.timestamp) : Number.NaN;
  const time = Number.isNaN(at) ? null : h("time", { datetime: new Date(at).toISOString(), title: fullTime(at) }, footerTime(at, state.now()));
  return h(
    "div",
    { class: "embed-footer" },
    smallIcon(embed.footer?.icon_url, attachments),
    embed.footer?.text && h("span", null, embed.footer.text),
    embed.footer?.text && time ? h("span", { class: "embed-dot", "aria-hidden": "true" }, "•") : null,
    time,
  );
}

/** Fields stand in rows of up to three inline ones; Discord's grid has twelve columns. @param {NonNullable<Embed["fields"]>} fields */
function drawFields(fields) {
  const out = [];
  for (let at = 0; at < fields.length; ) {
    let run = 0;
    while (run < 3 && fields[at + run]?.inline) run++;
    const take = Math.max(run, 1);
    for (let i = 0; i < take; i++) out.push(drawField(fields[at + i], run ? 12 / run : 12));
    at += take;
  }
  return h("dl", { class: "embed-fields" }, out);
}

/** @param {NonNullable<Embed["fields"]>[number]} field @param {number} span */
function drawField(field, span) {
  return h(
    "div",
    { class: "embed-field", style: { "--span": String(span) } },
    h("dt", null, inline(field.name, { links: false })),
    h("dd", { class: "md" }, markdown(field.value)),
  );
}

/** The address of a picture. @param {string|undefined} url @param {Attachment[]} attachments */
function resolve(url, attachments) {
  if (!url?.startsWith("attachment://")) return webAddress(url);
  const name = url.slice("attachment://".length);
  return webAddress(attachments.find((file) => file.filename === name)?.url);
}

/** @param {string|undefined} url @param {Attachment[]} attachments */
function smallIcon(url, attachments) {
  const address = resolve(url, attachments);
  return isOurs(address) ? h("img", { class: "embed-icon", src: address, alt: "" }) : null;
}

/** A picture, or a note in its place: the page loads nothing from outside. */
function drawPicture(address, media) {
  if (isOurs(address)) {
    return h("a", { href: address, target: "_blank", rel: "noopener" }, h("img", { src: address, alt: media.description ?? "Image", width: media.width, height: media.height }));
  }
  return h("span", { class: "picture-away", title: media.url }, icon("file"), "External image");
}

/** Attachments that an embed shows stand in the embed alone. @param {import("./types.js").Message} message */
export function drawAttachments(message) {
  const shown = new Set((message.embeds ?? []).flatMap((embed) => [embed.image?.url, embed.thumbnail?.url, embed.footer?.icon_url, embed.author?.icon_url]));
  const addresses = new Set([...shown].map((url) => resolve(url, message.attachments ?? [])));
  return (message.attachments ?? []).filter((file) => !addresses.has(webAddress(file.url))).map(drawAttachment);
}

/** @param {Attachment} file */
function drawAttachment(file) {
  const address = webAddress(file.url);
  if (file.content_type?.startsWith("image/") && isOurs(address)) {
    return h("a", { class: "attachment-image", href: address, target: "_blank", rel: "noopener" }, h("img", { src: address, alt: file.description ?? file.filename, width: file.width, height: file.height }));
  }
  return h(
    "div",
    { class: "attachment-card" },
    icon("file", "icon attachment-icon"),
    h("div", { class: "attachment-words" }, h("a", { class: "md-link", href: address, download: file.filename }, file.title ?? file.filename), h("span", { class: "attachment-size" }, size(file.size))),
    h("a", { class: "attachment-get", href: address, download: file.filename, "aria-label": `Download ${file.filename}` }, icon("download")),
  );
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(2)} KB` : `${(bytes / 1_048_576).toFixed(2)} MB`;
}
