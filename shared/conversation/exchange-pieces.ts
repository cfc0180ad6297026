/**
 * An exchange cut into pieces: parameters, tools, messages, answer blocks, headers, errors. What a conversation sends
 * again and again is the same piece each time, so it is kept, indexed and compared once.
 */
import type { Completion } from '../model/completion.ts';
import type { PartFacts, Piece, PieceFacts, PlaceKind } from '../model/conversation.ts';
import type { ExchangeDetail } from '../model/exchange.ts';
import type { HeaderList } from '../model/headers.ts';
import type { RequestMessage, RequestPart, RequestReading } from '../model/request-reading.ts';
import { mainArgument } from '../reconstruct/main-argument.ts';
import { canonicalJson } from './canonical-json.ts';

/** Characters of a piece that are kept for searching. */
export const maxPieceText = 256 * 1024;
/** Pieces of one exchange; a request with more has its last messages cut into pieces, which are what is new. */
const maxPieces = 20_000;

/** Everything that can be found in an exchange. `reading` is null where the request is no conversation. */
export function exchangePieces(
  detail: ExchangeDetail,
  reading: RequestReading | null,
  completion: Completion,
): readonly Piece[] {
  const { start, response, summary } = detail;
  const pieces = [
    ...(reading?.parameters ?? []).map(({ name, value }, index) => parameterPiece(name, value, index)),
    ...(reading?.tools ?? []).map(({ name, description, schema }, index) => {
      const text = `${name}\n${description ?? ''}\n${canonicalJson(schema)}`;
      return piece('tool', index, text, text, { name, parts: [] });
    }),
    ...(reading?.messages ?? []).map(messagePiece).slice(-maxPieces),
    ...completion.choices.flatMap(({ blocks }) => blocks).map(blockPiece),
    headersPiece('request-headers', `${start.method} ${start.target}`, start.requestHeaders),
  ];
  if (response !== null) {
    pieces.push(headersPiece('response-headers', `${response.status} ${response.statusText}`, response.headers));
  }
  const error = [
    summary.providerError?.type,
    summary.providerError?.message,
    summary.failure?.kind,
    summary.failure?.message,
  ].filter((part) => part !== null && part !== undefined);
  if (error.length > 0) pieces.push(piece('error', 0, error.join('\n'), error.join('\n'), {}));
  return pieces;
}

/** What a part says in words: what a search reads of it. */
export function partText(part: RequestPart): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'tool-call':
      return `${part.name} ${inputText(part.input)}`;
    case 'tool-result':
      return part.text;
    case 'other':
      return `${part.label} ${canonicalJson(part.native)}`;
    default:
      return part.name ?? part.url ?? '';
  }
}

/** The identity of a message: its role and what it says. Cache markers move from turn to turn and are no part of it. */
export function messageIdentity({ role, name, parts }: RequestMessage): string {
  return canonicalJson([role, name, parts.map(partIdentity)]);
}

/** Ids of tool calls differ from run to run but not from turn to turn, so they stay. */
function partIdentity(part: RequestPart): unknown {
  return part.kind === 'tool-call' ? { ...part, input: inputText(part.input) } : part;
}

/** Arguments in one spelling, whether the format sends them as JSON or as text of JSON. */
export function inputText(input: unknown): string {
  if (typeof input !== 'string') return canonicalJson(input ?? {});
  try {
    return canonicalJson(JSON.parse(input === '' ? '{}' : input));
  } catch {
    // Cut off, or the model's slip: as it stands.
    return input;
  }
}

function messagePiece(message: RequestMessage, index: number): Piece {
  const texts = message.parts.map(partText);
  const parts = message.parts.map((part, at): PartFacts => {
    const name = part.kind === 'tool-call' || part.kind === 'tool-result' ? part.name : null;
    const text = part.kind === 'tool-call' ? mainArgument(inputText(part.input)) : (texts[at] as string);
    return { kind: part.kind, name, text: oneLine(text), characters: (texts[at] as string).length };
  });
  const { role } = message;
  return piece('message', index, messageIdentity(message), texts.join('\n'), { role, name: message.name, parts });
}

function blockPiece(block: Completion['choices'][number]['blocks'][number], index: number): Piece {
  const isMedia = block.kind === 'image' || block.kind === 'audio';
  const words = isMedia ? '' : block.text || (block.native === null ? '' : canonicalJson(block.native));
  const text = block.name === null ? words : `${block.name} ${words}`;
  const shown = block.kind === 'tool-call' ? mainArgument(words) : words;
  const part = { kind: block.kind, name: block.name, text: oneLine(shown), characters: text.length };
  const identity = canonicalJson([block.kind, block.choice, block.name, block.text, block.toolCallId]);
  return piece('block', index, identity, text, { name: block.name, parts: [part] });
}

function parameterPiece(name: string, value: unknown, index: number): Piece {
  const json = canonicalJson(value);
  const part: PartFacts = { kind: 'other', name, text: oneLine(json), characters: json.length };
  return piece('parameter', index, `${name}: ${json}`, `${name}: ${json}`, { name, parts: [part] });
}

function headersPiece(kind: PlaceKind, first: string, headers: HeaderList): Piece {
  const text = [first, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\n');
  return piece(kind, 0, text, text, {});
}

function piece(kind: PlaceKind, index: number, identity: string, text: string, facts: Partial<PieceFacts>): Piece {
  return {
    place: { kind, index },
    identity: `${kind}\n${identity}`,
    text: text.length > maxPieceText ? text.slice(0, maxPieceText) : text,
    facts: {
      kind,
      role: facts.role ?? null,
      name: facts.name ?? null,
      characters: text.length,
      parts: facts.parts ?? [],
    },
  };
}

/** The beginning of a text as one line. */
export function oneLine(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 200);
}
