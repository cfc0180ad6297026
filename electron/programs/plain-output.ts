/**
 * What a program writes for a terminal, as plain text: its commands to the terminal (colours, cursor, titles) are taken out,
 * so that output can be shown anywhere and can never be more than text.
 */
import { StringDecoder } from 'node:string_decoder';

/**
 * ECMA-48 after the escape character: control sequences, strings up to BEL or the string terminator, and escapes of two or
 * three characters.
 */
const mark = String.raw`\u001b`;
const escapes = new RegExp(
  `${mark}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\u0007${mark}]*(?:\\u0007|${mark}\\\\)|[ -/]+[0-~]|[0-OQ-WYZ\\\\\`-~])`,
  'g',
);

/** An escape that is not whole yet is waited for this long, in characters; titles are short. */
const longestEscape = 512;

export type PlainOutput = {
  /** Text of the next bytes; a character or an escape cut between two pieces is kept for the next. */
  readonly read: (bytes: Uint8Array) => string;
  /** What was kept, at the end. */
  readonly end: () => string;
};

/** One per stream of a program. */
export function createPlainOutput(): PlainOutput {
  const decoder = new StringDecoder('utf8');
  let held = '';
  const plain = (text: string, isLast: boolean): string => {
    const whole = (held + text).replace(escapes, '');
    // What is left of an escape character has no end yet, or is no escape at all.
    const start = isLast ? -1 : lastEscape(whole);
    held = start === -1 ? '' : whole.slice(start);
    return shown(start === -1 ? whole : whole.slice(0, start));
  };
  return {
    read: (bytes) => plain(decoder.write(Buffer.from(bytes)), false),
    end: () => plain(decoder.end(), true),
  };
}

/** Where an escape that may still become whole starts; also a carriage return whose newline may follow. -1: nowhere. */
function lastEscape(text: string): number {
  const start = text.lastIndexOf('\u001b');
  if (start !== -1 && text.length - start <= longestEscape) return start;
  return text.endsWith('\r') ? text.length - 1 : -1;
}

/** A lone carriage return writes over the line: here the next state of the line is a line of its own. */
function shown(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '');
}
