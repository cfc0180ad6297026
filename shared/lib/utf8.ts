/** UTF-8 to text with a word on its validity. The only file of shared/ that leans on a platform global, one that every host has. */

/** `shared/` compiles without DOM and Node types, so the part of the standard that we use is spelled out here. */
type Utf8Decoder = { readonly decode: (bytes: Uint8Array) => string };
type Utf8DecoderConstructor = new (
  label: 'utf-8',
  options: { readonly ignoreBOM: boolean; readonly fatal?: boolean },
) => Utf8Decoder;
/** @see https://encoding.spec.whatwg.org/#interface-textdecoder */
declare const TextDecoder: Utf8DecoderConstructor;

type Utf8Encoder = { readonly encode: (text: string) => Uint8Array };
/** @see https://encoding.spec.whatwg.org/#interface-textencoder */
declare const TextEncoder: new () => Utf8Encoder;

const encoder = new TextEncoder();
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

export type DecodedText = {
  readonly text: string;
  /** False: U+FFFD stands where bytes were no UTF-8. */
  readonly isValid: boolean;
};

/** Whole text of `bytes`; bad sequences become U+FFFD as the standard asks. Never throws. A BOM is kept as U+FEFF. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  const text = lenientDecoder.decode(bytes);
  // The wire may hold a real U+FFFD, so its presence only raises the question; the strict decoder answers it.
  return { text, isValid: !text.includes('\uFFFD') || isUtf8(bytes) };
}

/** Bytes of a text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Text of `bytes` that were cut at an arbitrary place: an unfinished last sequence is left out instead of replaced. */
export function decodeUtf8Prefix(bytes: Uint8Array): DecodedText {
  return decodeUtf8(bytes.subarray(0, wholeSequencesLength(bytes)));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictDecoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Length of `bytes` without a multi-byte sequence that starts in the last three bytes and does not end. */
function wholeSequencesLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(leadByte: number): number {
  if (leadByte >= 0xf0) return 4;
  return leadByte >= 0xe0 ? 3 : 2;
}
