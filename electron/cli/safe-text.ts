/** Captured text is hostile: what it shows on a terminal must be text and never a command to the terminal. */
import { StringDecoder } from 'node:string_decoder';

/** On one line, without control and invisible format characters: for columns. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

/** Control characters become U+FFFD; newline and tab stay. */
export function safeForTerminal(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}

/** The same for bytes that come in pieces: a character may be cut between two of them. */
export function createTerminalFilter(): (bytes: Uint8Array) => Uint8Array {
  const decoder = new StringDecoder('utf8');
  return (bytes) => Buffer.from(safeForTerminal(decoder.write(Buffer.from(bytes))), 'utf8');
}
