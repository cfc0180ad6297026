/** One HTTP request and its response through the proxy, including failures: what capture records and the list shows. */
import type { BlockKind, ProviderError } from './delta.ts';
import type { HeaderList } from './headers.ts';
import type { Usage } from './usage.ts';
import type { Framing, WireFormat } from './wire-format.ts';

/** Sortable by time of creation: a zero-padded base-36 time and random part, 20 characters `[0-9a-z]`. */
export type ExchangeId = string;

/** How an exchange ended (DESIGN.md 1.5). */
export type ExchangeEnd = 'complete' | 'truncated' | 'failed' | 'client-aborted' | 'interrupted';

/** Where a live exchange stands. */
export type ExchangePhase = 'requesting' | 'waiting' | 'streaming' | 'ended';

/** Why an exchange failed or was cut, to switch on. */
export type FailureKind =
  | 'upstream-disabled'
  | 'no-route'
  | 'refused-by-policy'
  | 'dns'
  | 'connection-refused'
  | 'connection-reset'
  | 'timeout'
  | 'tls'
  /** The client did not accept the certificate that we showed for an intercepted host. */
  | 'certificate-refused'
  | 'upstream-closed'
  | 'protocol'
  | 'internal';

export type ExchangeFailure = {
  readonly kind: FailureKind;
  /** A sentence: what happened and what to do next. */
  readonly message: string;
};

/** What is known when a request's head has arrived and a route was chosen. */
export type ExchangeStart = {
  readonly id: ExchangeId;
  /** Epoch ms at which the request's head was read. */
  readonly startedAt: number;
  readonly method: string;
  /** Path and query as the client sent them, secrets in the query masked. */
  readonly target: string;
  /** Path below the upstream's prefix, without query: what the provider's docs call the path, e.g. `/v1/messages`. */
  readonly path: string;
  readonly httpVersion: string;
  readonly requestHeaders: HeaderList;
  /** Headers as sent to the upstream, where they differ from the client's (host, stored key); else null. */
  readonly sentRequestHeaders: HeaderList | null;
  readonly upstream: string | null;
  readonly endpoint: string | null;
  /** Full URL asked of the upstream, secrets masked; null when nothing was asked. */
  readonly upstreamUrl: string | null;
  /** By path and headers alone; the recorder may refine it. */
  readonly format: WireFormat;
  readonly client: ClientInfo;
  /** Set where this is one turn of a WebSocket conversation: its bodies are messages, its headers the handshake's. */
  readonly turnOf?: TurnPlace;
  /** Absent for what was recorded here. */
  readonly imported?: ImportMark;
};

/** Where an exchange that was not recorded here came from. */
export type ImportMark = {
  /**
   * `har`: written by another program, so its chunks and times are what that program kept of them. `messages`: a
   * conversation without any traffic; request and answer were put around it.
   */
  readonly from: 'wirelens' | 'har' | 'messages';
  /** The program that wrote the file, in its own words. */
  readonly creator: string;
  /** Name of the file, without its folder, and when it was imported (epoch ms). Absent in captures of older versions. */
  readonly file?: string;
  readonly at?: number;
};

/** Where a turn stands: one request and its answer among several on one connection. */
export type TurnPlace = {
  /** The exchange of the connection. */
  readonly connectionId: ExchangeId;
  /** From 1, in the order of asking. */
  readonly number: number;
  /** The lane of the connection that it runs on; null: the only one. */
  readonly streamId: string | null;
  /**
   * What it goes on from, held by the server and not on the wire; null: the request says all. `exchangeId` is the exchange
   * that got that response, where it was seen.
   */
  readonly previous: { readonly responseId: string; readonly exchangeId: ExchangeId | null } | null;
};

export type ClientInfo = {
  readonly address: string;
  readonly port: number;
  readonly userAgent: string | null;
  /** A short name: the program started by `run`, else an agent, else what was started (`node app.mjs`), else by the user agent. */
  readonly program: string | null;
  readonly pid: number | null;
  /** Id of the program that the window started and whose connection this is; absent for all others. */
  readonly run?: string | null;
  /** Our own port that it called. Absent in captures of older versions. */
  readonly ownPort?: number;
  /** The process at the other end of a loopback connection, where the system told. Absent: nobody asked or knew. */
  readonly process?: ClientProcess;
};

/** A process of this machine, as the system tells it; secrets of its command line are left out. */
export type ClientProcess = {
  readonly pid: number;
  readonly parentPid: number | null;
  /** Of its program file: `node`, `python3.11`, `codex`. */
  readonly name: string;
  /** What was started, without its arguments: `node app.mjs`, `python -m pytest`, `codex`. */
  readonly program: string;
  /** The command line in a readable form, at most 160 characters. */
  readonly command: string;
  /** The agent that it is, or that started it, e.g. `claude`; null: none that we know. */
  readonly agent: string | null;
};

export type ResponseStart = {
  readonly receivedAt: number;
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
  /** Headers as sent to the client, where they differ; else null. */
  readonly sentHeaders: HeaderList | null;
  /** True when Wirelens wrote the response itself (503, 404, 502). */
  readonly isOurs: boolean;
};

/** Moments of the connection to the upstream, epoch ms; null: did not happen or not known (reused connection). */
export type ConnectionTiming = {
  readonly isReused: boolean;
  readonly connectStartedAt: number | null;
  readonly connectedAt: number | null;
  readonly securedAt: number | null;
  /** Last byte of the request handed to the upstream socket. */
  readonly requestSentAt: number | null;
};

export type ExchangeEndFacts = {
  readonly endedAt: number;
  readonly end: ExchangeEnd;
  readonly failure: ExchangeFailure | null;
  readonly requestTrailers: HeaderList;
  readonly responseTrailers: HeaderList;
};

/** Bytes and SHA-256 (hex) of a body as received and as sent on. Null hashes: capture lost part of it and cannot say. */
export type BodyDigest = {
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly receivedSha256: string | null;
  readonly sentSha256: string | null;
  /** Bytes of ours within `sentBytes`. */
  readonly injectedBytes: number;
};

/** One coloured stretch of the lane under a row; times in ms since the exchange's start. */
export type LaneSegment = {
  readonly kind: BlockKind | 'wait' | 'silence' | 'frame';
  readonly startMs: number;
  readonly endMs: number;
};

/** What the exchange did, in the words of the row: `tool` (name + main argument), first words of the answer, the error. */
export type RowSummary = {
  readonly kind: 'request' | 'text' | 'reasoning' | 'tool-call' | 'refusal' | 'error' | 'other';
  /** Tool name, or error type; null for plain text. */
  readonly label: string | null;
  /** At most 160 characters, one line. */
  readonly text: string;
};

/** One row of the list. Small, plain, complete: everything that the list shows, sorts and filters by. */
export type ExchangeSummary = {
  readonly id: ExchangeId;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly phase: ExchangePhase;
  readonly end: ExchangeEnd | null;
  readonly failure: ExchangeFailure | null;
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly upstream: string | null;
  readonly endpoint: string | null;
  readonly format: WireFormat;
  readonly framing: Framing | null;
  readonly status: number | null;
  /** Model as answered, else as asked. */
  readonly model: string | null;
  readonly client: ClientInfo;
  readonly isStreaming: boolean;
  readonly isWebSocket: boolean;
  /** See ExchangeStart; absent for everything but turns. */
  readonly turnOf?: TurnPlace;
  /** See ExchangeStart. */
  readonly imported?: ImportMark;
  readonly row: RowSummary;
  /** What is arriving right now, for the live dot; null when nothing is. */
  readonly activity: BlockKind | null;
  readonly providerError: ProviderError | null;
  readonly finishReason: string | null;
  readonly usage: Usage;
  /** Our estimate of output tokens so far, where the provider has not reported any yet. */
  readonly estimatedOutputTokens: number | null;
  readonly eventCount: number;
  /** Events by what became of them. */
  readonly eventTally: EventTally;
  /** Epoch ms. */
  readonly firstByteAt: number | null;
  readonly firstTokenAt: number | null;
  readonly lastByteAt: number | null;
  /** Over the time from first to last token; null below two tokens. */
  readonly tokensPerSecond: number | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly injectedBytes: number;
  /** Both hashes known and equal. Null while running, or unknown. */
  readonly isVerbatim: boolean | null;
  /** At most 64 segments. */
  readonly lane: readonly LaneSegment[];
  /** Capture's own trouble with this exchange (dropped chunks, decoder fault), in words; null when none. */
  readonly captureProblem: string | null;
};

export type EventTally = {
  readonly total: number;
  readonly used: number;
  /** Ignored on purpose: pings, comments, end markers. */
  readonly ignored: number;
  readonly unknown: number;
  readonly malformed: number;
};

/** Everything but events and bodies: what the detail view holds for the open exchange. */
export type ExchangeDetail = {
  readonly summary: ExchangeSummary;
  readonly start: ExchangeStart;
  readonly response: ResponseStart | null;
  readonly connection: ConnectionTiming | null;
  readonly endFacts: ExchangeEndFacts | null;
  readonly requestDigest: BodyDigest | null;
  readonly responseDigest: BodyDigest | null;
};
