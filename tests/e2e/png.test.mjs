import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";

import { decode, encode } from "./png.mjs";

const noise = (length) => Buffer.from(Array.from({ length }, (_, at) => (at * 7919 + (at >> 3) * 31) & 0xff));

test("a picture is read back as it was written", () => {
  const picture = { width: 17, height: 5, pixels: noise(17 * 5 * 3) };
  assert.deepEqual(decode(encode(picture)), picture);
});

test("each filter is undone, as another program may have chosen it for each row", () => {
  // Two pixels a row, five rows, one for each filter of §9.2, written by hand from these pixels.
  const rows = [
    [10, 20, 30, 40, 50, 60],
    [11, 21, 31, 41, 51, 61],
    [12, 22, 32, 42, 52, 62],
    [13, 23, 33, 43, 53, 63],
    [14, 24, 34, 44, 54, 64],
  ];
  const filtered = [
    [0, 10, 20, 30, 40, 50, 60],
    [1, 11, 21, 31, 30, 30, 30],
    [2, 1, 1, 1, 1, 1, 1],
    [3, 7, 12, 17, 16, 16, 16],
    [4, 1, 1, 1, 1, 1, 1],
  ];
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 5, 8, 2, 0, 0, 0]);
  const file = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(filtered.flat()))),
  ]);
  assert.deepEqual([...decode(file).pixels], rows.flat());
});

test("what is no picture of the kind is refused", () => {
  assert.throws(() => decode(Buffer.from("GIF89a, and more of it")), /not a PNG/);
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
