/**
 * The one interface between the wire and us: an adapter reads one wire format. Vendor words in, our words out.
 * One folder per format; `registry.ts` lists them. Adapters are pure and never throw on input (STYLE.md section 7).
 */
import type { Delta, ProviderError } from '../model/delta.ts';
import type { EventOutcome, Problem } from '../model/event-record.ts';
import type { TerminalCheck } from '../model/loss-report.ts';
import type { RequestReading } from '../model/request-reading.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { Usage } from '../model/usage.ts';
import type { Framing, WireFormat } from '../model/wire-format.ts';
import type { CreateFormatWatch } from './conformance/watch.ts';
import type { JsonObject } from './json-reading.ts';
import type { RepeatRule } from './repeat-rule.ts';

/** What is known of a request when its adapter is chosen. Header names are lower case. */
export type RequestFacts = {
  readonly method: string;
  /** Path below the upstream's prefix, no query: `/v1/chat/completions`. */
  readonly path: string;
  readonly query: string;
  readonly header: (name: string) => string | null;
  /** The upstream's hint for paths that say nothing. */
  readonly defaultFormat: WireFormat;
};

export type ResponseFacts = {
  readonly status: number;
  /** Media type without parameters, lower case; null when absent. */
  readonly mediaType: string | null;
  readonly header: (name: string) => string | null;
};

/** What one event did. */
export type Step<State> = {
  readonly state: State;
  readonly deltas: readonly Delta[];
  /** See EventRecord. */
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
  readonly problems: readonly Problem[];
};

/** What the end of the stream did. `deltas` close what is open and usable; `problems` say what is missing. */
export type Finish<State> = {
  readonly state: State;
  readonly deltas: readonly Delta[];
  readonly problems: readonly Problem[];
};

export type Adapter<State = unknown> = {
  readonly format: WireFormat;
  /** For people: `OpenAI Chat Completions`. */
  readonly title: string;
  /** Does this request speak my format? By path first; 0 is no, higher wins. */
  readonly match: (request: RequestFacts) => number;
  /** State before the first event. `requestBody` is the parsed request, where it is JSON and complete. */
  readonly begin: (request: { readonly body: unknown }, response: ResponseFacts) => State;
  /**
   * One event of any framing. A whole JSON body arrives as a single event with framing `json`: the adapter makes from it
   * the deltas that a stream would have made. Error bodies (status >= 400) too: they become `response-error`.
   * The state may keep growing arrays and strings inside (append-only), but nothing that a caller can see may change.
   */
  readonly step: (state: State, event: StreamEvent) => Step<State>;
  /** The body ended: `complete` as HTTP ends it, or cut. */
  readonly finish: (state: State, isCut: boolean) => Finish<State>;
  /**
   * The provider's own final object, as its official SDK returns it, from what is on the wire; for a cut stream what the
   * SDK's snapshot would be; null when nothing came. Called rarely (at the end, or on demand): may join and parse.
   */
  readonly native: (state: State) => unknown;
  /**
   * The state without what only `native` needs. Asked now and then of a long stream while it runs, when nobody will call
   * `native`: without it a live stream is held in memory twice. Steps go on from the result as if nothing had happened.
   */
  readonly forget?: (state: State) => State;
  /**
   * What may differ in an event that repeats this one, which was read last and made `state`; null: nothing is promised. Only
   * asked after an event of one delta. The fast way for the thousands of events that bring a word each.
   */
  readonly repeatRule?: (state: State, payload: JsonObject) => RepeatRule<State> | null;
  /**
   * Names of wire fields that are used up on purpose and so are no loss where `native` lacks them: pieces of arguments
   * (`partial_json`), padding (`obfuscation`). Positions and types (`index`, `type`, `object`) need no mention.
   */
  readonly consumedFields?: readonly string[];
  /** The rebuilt object against the stream's own last word, where the format has one that repeats what came before. */
  readonly terminal?: (state: State) => TerminalCheck | null;
  /** The payload within an envelope (Bedrock's `{bytes}`), for the loss report and the watch; null: there is none. */
  readonly unwrap?: (payload: unknown) => unknown;
  /** Watches the server keep this format; runs where a recording is read in full, never while traffic flows. */
  readonly conformance?: CreateFormatWatch;
  /** How our usage comes out of the format's own counts, for people: `input = input_tokens + cache_read_input_tokens`. */
  readonly usageFormula?: UsageFormula;
  /** Reads a request body (already parsed JSON) as a conversation; null when it is none. Tolerant. */
  readonly readRequest: (body: unknown, request: RequestFacts) => RequestReading | null;
  readonly errors: ErrorWriter;
};

/** How each of our counts comes out of the wire's; what the format does not report is left out. */
export type UsageFormula = { readonly [count in keyof Usage]?: string };

/** What the proxy needs to speak for itself in this format. Pure text; encoding and framing are the caller's. */
export type ErrorWriter = {
  /** The body of a 4xx / 5xx of ours, in the provider's shape. */
  readonly errorBody: (error: ProviderError) => string;
  /**
   * What to append to a running stream so that the format's own SDK raises: complete events incl. their blank line
   * (SSE) or newline (NDJSON). Null: this framing cannot carry one.
   */
  readonly errorEvent: (error: ProviderError, framing: Framing) => string | null;
  /**
   * A last normal chunk that carries `message` as text, then the format's own end marker. `seen` is what the stream
   * said so far (null when capture cannot tell). Null: cannot be said in this framing.
   */
  readonly completionNotice: (message: string, framing: Framing, seen: StreamSoFar | null) => string | null;
  /** `errorEvent` for `aws-eventstream`, whose frames are no text. Absent: the format is never framed so. */
  readonly errorEventBytes?: (error: ProviderError) => Uint8Array;
  /** `completionNotice` for `aws-eventstream`; null: cannot be said. */
  readonly completionNoticeBytes?: (message: string, seen: StreamSoFar | null) => Uint8Array | null;
};

/** What a completion notice needs to fit into the running stream. */
export type StreamSoFar = {
  readonly id: string | null;
  readonly model: string | null;
  readonly createdAt: number | null;
  /** Anthropic: whether message_start was seen; index and kind of the open block, next free index. */
  readonly isStarted: boolean;
  readonly openBlock: { readonly index: number; readonly kind: string } | null;
  readonly nextBlockIndex: number;
  /** The provider's own object so far: formats whose last event repeats the whole answer (Responses) need it. */
  readonly native?: unknown;
};
