/** Conversations: what an exchange is made of (pieces), how exchanges hang together (links), and the turns to be shown. */
import type { BlockKind } from './delta.ts';
import type { ExchangeEnd, ExchangeId, ExchangeSummary } from './exchange.ts';
import type { RequestPart, RequestRole } from './request-reading.ts';

/** Where in an exchange a piece stands. */
export type PlaceKind = 'parameter' | 'tool' | 'message' | 'block' | 'request-headers' | 'response-headers' | 'error';

/** `index` counts within the kind: message n of the request (system ones included), block n of the completion. */
export type Place = { readonly kind: PlaceKind; readonly index: number };

/** One part of a message, or a block, in a line. */
export type PartFacts = {
  readonly kind: RequestPart['kind'] | BlockKind;
  /** Tool name; null where there is none. */
  readonly name: string | null;
  /** The beginning, at most 200 characters, one line. */
  readonly text: string;
  readonly characters: number;
};

/** What is known of a piece without its text. */
export type PieceFacts = {
  readonly kind: PlaceKind;
  /** Of a message; null for all else. */
  readonly role: RequestRole | null;
  /** Name of the tool or parameter. */
  readonly name: string | null;
  /** Of the whole piece as the model reads it, images and the like left out. */
  readonly characters: number;
  readonly parts: readonly PartFacts[];
};

/** A piece of an exchange. Equal identities are one piece, however often it is sent again. */
export type Piece = {
  readonly place: Place;
  /** Everything that makes it this piece and no other; hashed, never kept. */
  readonly identity: string;
  /** What a search reads; at most `maxPieceText` characters. */
  readonly text: string;
  readonly facts: PieceFacts;
};

/** How an exchange came to its place in a conversation. */
export type LinkKind =
  /** Nothing before it is known. */
  | 'root'
  /** Its history holds its parent's. */
  | 'turn'
  /** The same request again: its parent is the first attempt. */
  | 'retry'
  /** Its prompt was written by a tool call of its parent. */
  | 'sub-agent';

/** An exchange's place, as stored. */
export type ConversationLink = {
  readonly id: ExchangeId;
  /** Id of the first exchange of the whole conversation. */
  readonly conversation: ExchangeId;
  readonly parent: ExchangeId | null;
  readonly kind: LinkKind;
  /** All attempts of this request, itself included, in order; absent where there was only one. */
  readonly attempts?: readonly Attempt[];
  /** The first words that it was asked; of sub-agents only. */
  readonly title?: string;
  /** Told while it runs, by its request alone; its own place is stored after its end. */
  readonly isEarly?: true;
};

/** One try of a request. */
export type Attempt = {
  readonly id: ExchangeId;
  readonly status: number | null;
  readonly end: ExchangeEnd | null;
  /** From the end of the one before to its own start; null of the first. */
  readonly waitedMs: number | null;
};

/** One conversation of the list. */
export type ConversationSummary = {
  readonly id: ExchangeId;
  readonly exchangeCount: number;
  readonly turnCount: number;
  readonly subAgentCount: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly program: string | null;
  readonly models: readonly string[];
  /** The first words of the first user message. */
  readonly title: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/** Estimated from characters, scaled to the input tokens that the provider reported. `isScaled`: it reported any. */
export type TokenCategories = {
  readonly system: number;
  readonly tools: number;
  readonly history: number;
  readonly new: number;
  /** As reported, else estimated. */
  readonly reasoning: number;
  readonly output: number;
  readonly isScaled: boolean;
};

/** A piece within a turn. `number` names it in the store: equal numbers are equal pieces. */
export type TurnPiece = { readonly place: Place; readonly number: number; readonly facts: PieceFacts };

export type PieceChange = {
  readonly kind: 'changed' | 'removed' | 'added';
  readonly what: 'system' | 'tool' | 'parameter' | 'message';
  readonly name: string;
  readonly before: TurnPiece | null;
  readonly after: TurnPiece | null;
};

/** One request and its answer, told by what it adds to the one before. */
export type Turn = {
  readonly id: ExchangeId;
  readonly summary: ExchangeSummary;
  readonly link: ConversationLink;
  /** 1, 2, … along its branch; `2.1` and so on for a sub-agent's. */
  readonly label: string;
  /** 0 for the main line; a branch or sub-agent stands deeper. */
  readonly depth: number;
  readonly isBranch: boolean;
  /** Attempts of the same request, this one included, in order. */
  readonly attempts: readonly ExchangeId[];
  /** Messages that the request has and its parent's had not, the parent's own answer left out. */
  readonly added: readonly TurnPiece[];
  readonly changes: readonly PieceChange[];
  /** Blocks of the completion. */
  readonly answer: readonly TurnPiece[];
  readonly tokens: TokenCategories;
  /** US dollars; null where the price or the usage is not known. */
  readonly costUsd: number | null;
};

export type Conversation = {
  readonly id: ExchangeId;
  readonly title: string;
  /** In the order in which they are read: a parent before its children, a sub-agent after the turn that started it. */
  readonly turns: readonly Turn[];
  readonly subAgentCount: number;
  /** The sum of what is known. `isWhole`: every turn's price is. */
  readonly costUsd: number | null;
  readonly isCostWhole: boolean;
};
