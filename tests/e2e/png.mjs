// PNG pictures, written and read: eight bits a channel and no interlacing, which is all a screen or a mock-up needs
// (ISO/IEC 15948). It spares the tests an image library.

import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes a pixel, by colour type: RGB and RGBA. */
const CHANNELS = { 2: 3, 6: 4 };

/** `pixels` are RGB, three bytes each, rows from the top. */
export function encode({ width, height, pixels }) {
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows[y * (stride + 1)] = y === 0 ? 0 : 2;
    for (let x = 0; x < stride; x += 1) {
      const above = y === 0 ? 0 : pixels[(y - 1) * stride + x];
      rows[y * (stride + 1) + 1 + x] = pixels[y * stride + x] - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The RGB picture in `file`; what is transparent is shown on white. */
export function decode(file) {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error("not a PNG picture");
  const parts = chunks(file);
  const header = parts.find(({ type }) => type === "IHDR").data;
  const [width, height, depth, colour, interlaced] = [
    header.readUInt32BE(0),
    header.readUInt32BE(4),
    header[8],
    header[9],
    header[12],
  ];
  const channels = CHANNELS[colour];
  if (depth !== 8 || channels === undefined || interlaced !== 0) throw new Error("a sort of PNG that is not read here");
  const rows = inflateSync(Buffer.concat(parts.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  return { width, height, pixels: withoutAlpha(unfiltered(rows, width * channels, height, channels), channels) };
}

/** Undoes the filter of each row (§9.2): a byte was written as its difference from the ones beside and above it. */
function unfiltered(rows, stride, height, channels) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : out[y * stride + x - channels];
      const above = y === 0 ? 0 : out[(y - 1) * stride + x];
      const corner = x < channels || y === 0 ? 0 : out[(y - 1) * stride + x - channels];
      const guess = [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter];
      out[y * stride + x] = rows[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

/** The Paeth predictor (§9.4). */
function nearest(left, above, corner) {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((byte) => Math.abs(guess - byte));
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function withoutAlpha(pixels, channels) {
  if (channels === 3) return pixels;
  const rgb = Buffer.alloc((pixels.length / 4) * 3);
  for (let at = 0; at < pixels.length / 4; at += 1) {
    const alpha = pixels[at * 4 + 3] / 255;
    for (let channel = 0; channel < 3; channel += 1) {
      rgb[at * 3 + channel] = Math.round(pixels[at * 4 + channel] * alpha + 255 * (1 - alpha));
    }
  }
  return rgb;
}

function chunks(file) {
  const found = [];
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    found.push({ type: file.toString("latin1", at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return found;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
