// PDF written by hand (ISO 32000-1): reports of some pages, and what nobody should send.

import { createHash } from "node:crypto";

/** What pads a password (ISO 32000-1 §7.6.3.3, algorithm 2). */
const PADDING = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");
const ID = "0123456789abcdef0123456789abcdef";

/** Puts objects together, the first of them the catalogue, with the table that says where each is. */
export function pdf(objects, trailer = "") {
  const parts = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets = [];
  let length = parts[0].length;
  const put = (bytes) => {
    parts.push(bytes);
    length += bytes.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    put(Buffer.from(`${index + 1} 0 obj\n`));
    put(Buffer.isBuffer(object) ? object : Buffer.from(object, "latin1"));
    put(Buffer.from("\nendobj\n"));
  }
  const table = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  put(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\n`),
  );
  put(Buffer.from(`startxref\n${table}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export function stream(content, more = "") {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, "latin1");
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${more} >>\nstream\n`, "latin1"),
    bytes,
    Buffer.from("\nendstream"),
  ]);
}

/** A line of text, and a black block under it. */
const drawn = (words) => `BT /F1 24 Tf 72 700 Td (${words}) Tj ET\n0 0 0 rg 72 300 300 200 re f\n`;

/** The objects of a report: catalogue, page tree, a font it does not bring, then each page and what is drawn on it. */
function reportObjects(pages, { catalogue = "", page = "", resources = "", box = "0 0 595 842", draw = drawn } = {}) {
  const first = 4;
  const kids = pages.map((_, index) => `${first + 2 * index} 0 R`).join(" ");
  const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
  return [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    font,
    ...pages.flatMap((words, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Resources << /Font << /F1 3 0 R >> ${resources} >> ` +
        `/Contents ${first + 2 * index + 1} 0 R ${page} >>`,
      stream(draw(words)),
    ]),
  ];
}

/** A report of one page for each of `pages`, which are its words. */
export function report(pages, options) {
  return pdf(reportObjects(pages, options));
}

/** A report of one page, all of it in a colour of the PDF (`1 0 0` is red). */
export function painted(colour) {
  return report([""], { draw: () => `${colour} rg 0 0 595 842 re f` });
}

/** So many pages that all look alike. */
export function longReport(count) {
  const kids = Array.from({ length: count }, (_, index) => `${index + 5} 0 R`).join(" ");
  const page =
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>";
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    stream(drawn("Une page parmi beaucoup")),
    ...Array.from({ length: count }, () => page),
  ]);
}

/** Everything a PDF can hold that acts or fetches, each with an address of `canary` that names it. */
export function acting(canary) {
  const uri = (name) => `<< /S /URI /URI (${canary}/${name}) >>`;
  const script = (name) =>
    `<< /S /JavaScript /JS (app.launchURL\\("${canary}/${name}"\\); this.submitForm\\("${canary}/${name}-form"\\); ` +
    `fetch\\("${canary}/${name}-fetch"\\); new Image\\(\\).src = "${canary}/${name}-image";) >>`;
  const file = (name) => `<< /FS /URL /F (${canary}/${name}) >>`;
  const everywhere = "/Rect [0 0 595 842] /Border [0 0 0]";
  const annotations = [
    `<< /Type /Annot /Subtype /Link ${everywhere} /A ${uri("link")} /PA ${uri("link-prior")} >>`,
    `<< /Type /Annot /Subtype /Link ${everywhere} /A << /S /Launch /F (file:///bin/true) /NewWindow true >> >>`,
    `<< /Type /Annot /Subtype /Link ${everywhere} /A << /S /GoToR /F ${file("remote")} /D [0 /Fit] >> >>`,
    `<< /Type /Annot /Subtype /Widget /FT /Btn /T (bouton) /Ff 65536 ${everywhere} /A ${script("button")} ` +
      `/AA << /E ${script("enter")} /U ${script("up")} /PO ${uri("page-opened")} /PV ${script("page-visible")} >> >>`,
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (texte) /V (x) ${everywhere} ` +
      `/A << /S /SubmitForm /F ${file("submit")} /Flags 4 >> /AA << /C ${script("calculate")} >> >>`,
    `<< /Type /Annot /Subtype /FileAttachment ${everywhere} /FS << /F (a.html) /EF << /F 8 0 R >> >> >>`,
    `<< /Type /Annot /Subtype /Movie ${everywhere} /Movie << /F ${file("movie")} >> /A true >>`,
    `<< /Type /Annot /Subtype /Screen ${everywhere} /A << /S /Rendition /OP 0 /R << /S /MR /C << /S /MCD ` +
      `/D ${file("rendition")} /CT (video/mp4) >> >> >> >>`,
  ];
  const objects = reportObjects(["Document qui agit"], {
    catalogue:
      `/OpenAction ${script("open")} /AA << /WC ${script("close")} /DS ${script("saved")} >> /URI << /Base (${canary}/base/) >> ` +
      `/Names << /JavaScript << /Names [(a) 7 0 R] >> /EmbeddedFiles << /Names [(a.html) 9 0 R] >> >> ` +
      `/AcroForm << /Fields [] /NeedAppearances true /XFA 10 0 R >>`,
    page:
      `/AA << /O ${uri("page-open")} /C ${script("page-close")} >> /Annots [${annotations.join("\n")}] ` +
      `/Metadata 11 0 R`,
    resources: "/XObject << /Im1 6 0 R >>",
    draw: (words) => `${drawn(words)} q 100 0 0 100 72 72 cm /Im1 Do Q`,
  });
  const html = `<script>fetch("${canary}/embedded")</script><img src="${canary}/embedded-image">`;
  const xfa =
    `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform>` +
    `<draw><value><image href="${canary}/xfa"/></value></draw></subform></template></xdp:xdp>`;
  return pdf([
    ...objects,
    stream(
      "",
      `/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /F ${file("image")}`,
    ),
    script("named"),
    stream(html, "/Type /EmbeddedFile /Subtype /text#2Fhtml"),
    "<< /Type /Filespec /F (a.html) /EF << /F 8 0 R >> >>",
    stream(xfa),
    stream("", `/Type /Metadata /F ${file("stream")}`),
  ]);
}

/** A report that asks for `password` (ISO 32000-1 §7.6, revision 2: what matters here is that it asks). */
export function locked(pages, password) {
  const padded = Buffer.concat([Buffer.from(password, "latin1"), PADDING]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const permissions = Buffer.from([0xff, 0xff, 0xff, 0xff]);
  const key = md5(padded, owner, permissions, Buffer.from(ID, "hex")).subarray(0, 5);
  const objects = reportObjects(pages).map((object, index) => {
    if (!Buffer.isBuffer(object)) return object;
    const text = object.toString("latin1");
    const begin = text.indexOf("stream\n") + 7;
    const end = text.lastIndexOf("\nendstream");
    const number = Buffer.from([(index + 1) & 0xff, (index + 1) >> 8, 0, 0, 0]);
    const content = rc4(md5(key, number).subarray(0, 10), object.subarray(begin, end));
    return Buffer.concat([object.subarray(0, begin), content, object.subarray(end)]);
  });
  const hex = (bytes) => `<${bytes.toString("hex")}>`;
  const encryption = `<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(rc4(key, PADDING))} /P -1 >>`;
  return pdf([...objects, encryption], `/Encrypt ${objects.length + 1} 0 R /ID [<${ID}> <${ID}>]`);
}

function md5(...parts) {
  return parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest();
}

function rc4(key, data) {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + state[i] + key[i % key.length]) & 0xff;
    [state[i], state[j]] = [state[j], state[i]];
  }
  const out = Buffer.alloc(data.length);
  for (let at = 0, i = 0, j = 0; at < data.length; at += 1) {
    i = (i + 1) & 0xff;
    j = (j + state[i]) & 0xff;
    [state[i], state[j]] = [state[j], state[i]];
    out[at] = data[at] ^ state[(state[i] + state[j]) & 0xff];
  }
  return out;
}
