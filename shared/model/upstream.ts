/** Upstreams: named slots with one or more endpoints, exactly one active. Presets are data in upstream-presets.ts. */
import type { WireFormat } from './wire-format.ts';

/** What the client is told when the upstream dies in mid-stream (DESIGN.md section 3). */
export type DeathNotice = 'error-event' | 'completion-notice' | 'disconnect';

/** Where an API key comes from. `stored`: kept by the OS under this name; `env`: read from the environment at start. */
export type KeySource =
  | { readonly kind: 'stored'; readonly lastFour: string | null; readonly hash: string }
  | { readonly kind: 'env'; readonly variable: string };

/** How a stored key is put on a request. */
export type KeyPlacement = 'authorization-bearer' | 'x-api-key' | 'api-key' | 'x-goog-api-key';

/** Where the key of a client certificate comes from: as an API key, or a PEM file at this path. */
export type ClientKeySource = KeySource | { readonly kind: 'file'; readonly path: string };

/** What an endpoint trusts and shows in TLS beyond the usual. Empty texts: nothing. */
export type EndpointTls = {
  /** Authorities trusted beside the usual ones: PEM text, or the path of a file of it. */
  readonly ca: string;
  /** What we show when asked who we are: PEM text (the chain behind it), or the path of a file of it. */
  readonly clientCertificate: string;
  readonly clientKey: ClientKeySource | null;
  /** The name to ask for and to verify in place of the address's own. */
  readonly serverName: string;
};

export type Endpoint = {
  /** Unique within its upstream; `[a-z0-9-]`, 1 to 40 characters. */
  readonly name: string;
  /** `http:` or `https:`, without query; a path is put before the request's path. */
  readonly url: string;
  /** Added to (or replacing in) every request sent there. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly key: KeySource | null;
  readonly keyPlacement: KeyPlacement;
  /** False only by an explicit, visible choice. */
  readonly verifyTls: boolean;
  /** Absent: nothing but the usual. */
  readonly tls?: EndpointTls;
};

/** How a provider words its errors: which shape a 503 or 502 of ours takes. */
export type ErrorShape = 'openai' | 'anthropic' | 'gemini' | 'ollama' | 'cohere' | 'mistral' | 'generic';

export type Upstream = {
  /** The path prefix, unique; `[a-z0-9-]`, 1 to 40 characters, e.g. `openai`. */
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly activeEndpoint: string;
  readonly endpoints: readonly Endpoint[];
  readonly deathNotice: DeathNotice;
  readonly errorShape: ErrorShape;
  /** The format of its main API, a hint where the path does not say. */
  readonly defaultFormat: WireFormat;
  /** True for those that ship with the app: can be switched and edited, and reset, but not removed. */
  readonly isPreset: boolean;
};
