/** CRC-32 as gzip, PNG and AWS event streams use it (reflected polynomial 0xEDB88320), in pure arithmetic. */

const table = createTable();

function createTable(): Int32Array {
  const values = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    values[byte] = value;
  }
  return values;
}

/**
 * The checksum of `bytes[start, end)`, as an unsigned number. `before` is the checksum of the bytes that came before, so
 * that a long message can be summed as it arrives.
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-8
 */
export function crc32(bytes: Uint8Array, start = 0, end: number = bytes.length, before = 0): number {
  let sum = ~before;
  for (let index = start; index < end; index += 1) {
    sum = (table[(sum ^ (bytes[index] as number)) & 0xff] as number) ^ (sum >>> 8);
  }
  return ~sum >>> 0;
}
