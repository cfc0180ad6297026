/** What the bench's processes say to each other over Node's IPC channel. */

/** What one stream request asks the bench's upstream for, sent as the `bench` field of a chat request's body. */
export type StreamPlan = {
  /** `paced`: one event every `intervalMs`; `full`: as fast as the socket takes them; `die`: cut after `events`. */
  readonly mode: 'paced' | 'full' | 'die' | 'small' | 'hold';
  readonly events: number;
  readonly intervalMs: number;
  /** Bytes of one event, about. */
  readonly eventBytes: number;
};

/** One task of the client process. Times are milliseconds. `proxyPort`: an https URL reached by CONNECT through there. */
export type ClientTask = { readonly proxyPort?: number } & (
  | { readonly kind: 'latency'; readonly url: string; readonly streams: number; readonly plan: StreamPlan }
  | { readonly kind: 'full-speed'; readonly url: string; readonly plan: StreamPlan }
  | { readonly kind: 'requests'; readonly url: string; readonly connections: number; readonly total: number }
  | { readonly kind: 'first-byte'; readonly url: string; readonly rounds: number }
  | { readonly kind: 'upload'; readonly url: string; readonly bytes: number; readonly rounds: number }
  | { readonly kind: 'slow-reader'; readonly url: string; readonly plan: StreamPlan; readonly bytesPerSecond: number }
  | { readonly kind: 'abort'; readonly url: string; readonly rounds: number }
  | { readonly kind: 'connections'; readonly url: string; readonly rounds: number }
  | { readonly kind: 'death'; readonly url: string; readonly rounds: number }
);

/** Figures by name; a sample list for what becomes a percentile. */
export type ClientResult = {
  readonly samples: readonly number[];
  readonly count: number;
  readonly durationMs: number;
  readonly notes: readonly string[];
};

/** Nanoseconds on the machine's monotonic clock, which all processes share, as milliseconds. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
