/**
 * A request's reading cut into pieces of JSON text: 5 MB of messages cross to the window as strings, which costs a tenth
 * of objects, and are parsed there a piece at a time. Pure.
 */
import type { RequestMessage, RequestReading, RequestTool } from '../model/request-reading.ts';

export type RequestSlices = {
  /** The reading without its messages and tools; null: the body is no conversation. */
  readonly head: RequestReading | null;
  /** JSON arrays of tools, in order. */
  readonly toolPieces: readonly string[];
  /** JSON arrays of messages, in order. A long message is a piece of its own. */
  readonly pieces: readonly string[];
};

const enoughCharacters = 200_000;

export function sliceReading(reading: RequestReading | null): RequestSlices {
  if (reading === null) return { head: null, toolPieces: [], pieces: [] };
  const parameters = reading.parameters.map(shortParameter);
  return {
    head: { ...reading, parameters, messages: [], tools: [] },
    toolPieces: piecesOf(reading.tools),
    pieces: piecesOf(reading.messages),
  };
}

function piecesOf(items: readonly unknown[]): readonly string[] {
  const pieces: string[] = [];
  let open: string[] = [];
  let characters = 0;
  const close = (): void => {
    if (open.length > 0) pieces.push(`[${open.join(',')}]`);
    open = [];
    characters = 0;
  };
  for (const item of items) {
    const text = JSON.stringify(item);
    open.push(text);
    characters += text.length;
    if (characters >= enoughCharacters) close();
  }
  close();
  return pieces;
}

type Parameter = RequestReading['parameters'][number];

/** Characters of a parameter that cross: its place shows far fewer. */
const mostOfParameter = 4_000;

/** One of many MB (half a million keys of metadata) as the beginning of its JSON: its objects would hold up the window. */
function shortParameter(parameter: Parameter): Parameter {
  const { name, value } = parameter;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= mostOfParameter ? parameter : { name, value: `${text.slice(0, mostOfParameter)}…` };
}

/** The messages of a piece. */
export function readPiece(piece: string): readonly RequestMessage[] {
  return JSON.parse(piece) as readonly RequestMessage[];
}

/** The tools of a piece. */
export function readToolPiece(piece: string): readonly RequestTool[] {
  return JSON.parse(piece) as readonly RequestTool[];
}
