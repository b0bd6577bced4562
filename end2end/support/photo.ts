// Pictures for uploads, made here: a portrait as PNG, and files that say they are one and are not.
import { deflateSync } from 'node:zlib';

/** What an upload field takes. */
export type Upload = { name: string; mimeType: string; buffer: Buffer };

const table = Array.from({ length: 256 }, (_, value) => {
  let rest = value;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

/** The checksum of PNG (ISO 3309). */
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** A head and shoulders on a light ground, `width` × `height` pixels, in the light of day (1) or less. */
export function portrait(width = 354, height = 472, light = 1): Upload {
  const lines: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const line = Buffer.alloc(1 + width * 3, 0xdd);
    line[0] = 0;
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [(x - width / 2) / width, (y - height * 0.4) / height];
      const head = (dx / 0.22) ** 2 + (dy / 0.24) ** 2 < 1;
      const shoulders = y > height * 0.68 && Math.abs(dx) < 0.42;
      if (head) line.set([0xd8, 0xa8, 0x84], 1 + x * 3);
      else if (shoulders) line.set([0x2b, 0x4c, 0x7e], 1 + x * 3);
    }
    lines.push(light === 1 ? line : Buffer.from(line.map((shade) => shade * light)));
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const buffer = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name: 'kao.png', mimeType: 'image/png', buffer };
}

/** A web page that calls itself a photo. */
export const disguised: Upload = {
  name: 'kao.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('<!doctype html><title>x</title><script>document.title = "y"</script>'),
};
