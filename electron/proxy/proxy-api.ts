/** What the composition roots hold of the proxy. Implemented by proxy-server.ts. */
import type { Failure } from '../../shared/lib/result.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import type { CaptureSink } from '../capture/capture-sink.ts';

export type ProxyOptions = {
  readonly sink: CaptureSink;
  /** Read for every request, so that a switch acts on the next one and never on one in flight. */
  readonly upstreams: () => readonly Upstream[];
  /** The raw stored or environment key of an endpoint; null: none. */
  readonly endpointKey: (upstream: string, endpoint: string) => string | null;
  /** Salt of the secret fingerprints, per installation. */
  readonly salt: string;
  /** Needed from every client when listening wider than loopback. */
  readonly token: () => string | null;
  /** PEM texts of certificates trusted beside the usual roots when calling https endpoints. */
  readonly extraCertificates?: readonly string[];
  /** Faults of ours, for the log. */
  readonly onFault: (fault: unknown) => void;
};

export type Listening = {
  readonly url: string;
  readonly port: number;
  /** The port that was asked for, when another is used because it was taken. */
  readonly wantedPort: number | null;
};

export type ProxyServer = {
  /** Tries `port`, then the next 20; 0 is any. */
  readonly listen: (
    port: number,
    host: string,
  ) => Promise<
    | { readonly ok: true; readonly value: Listening }
    | { readonly ok: false; readonly error: Failure<'port-taken' | 'not-allowed' | 'bad-address'> }
  >;
  readonly openSockets: () => number;
  /** Stops listening, ends what is in flight, frees every socket. */
  readonly close: () => Promise<void>;
};
