/** What the composition roots hold of the proxy. Implemented by proxy-server.ts. */
import type { Failure } from '../../shared/lib/result.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import type { Endpoint, Upstream } from '../../shared/model/upstream.ts';
import type { CaptureSink } from '../capture/capture-sink.ts';
import type { EndpointTlsReading } from './endpoint-tls.ts';
import type { OutgoingProxies } from './outgoing-proxies.ts';
import type { Leaf } from './tls/leaf-cache.ts';

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
  /**
   * PEM texts of certificates trusted beside Node's own roots in our connections to upstreams and proxies. A function is
   * asked for every connection and gives the same list until it changes.
   */
  readonly extraCertificates?: readonly string[] | (() => readonly string[]);
  /** What an endpoint trusts and shows in TLS beyond that; null: nothing. Absent: no endpoint has any. */
  readonly endpointTls?: (upstream: string, endpoint: Endpoint) => EndpointTlsReading;
  /** What of forward mode is decrypted; null or absent: nothing, every CONNECT is tunnelled blind. Read for every connection. */
  readonly interception?: () => Interception | null;
  /** The proxies that our own connections must take. */
  readonly outgoing?: OutgoingProxies;
  /** The program that all clients of this proxy belong to, where it is known. */
  readonly program?: () => OwnProgram | null;
  /** Faults of ours, for the log. */
  readonly onFault: (fault: unknown) => void;
};

/** A program that we started and gave a proxy of its own. */
export type OwnProgram = {
  readonly name: string;
  readonly pid: number | null;
  /** What its exchanges are marked with. */
  readonly run?: string;
};

/** Which hosts are decrypted, redirected or let alone, and who speaks for them. */
export type Interception = {
  readonly rules: readonly HostRule[];
  /** Key and certificate for a host; rejects where there can be none. */
  readonly leafFor: (host: string) => Promise<Leaf>;
  /** HTTP/2 also for clients that could do without it. Absent: only for those that offer nothing else. */
  readonly offersHttp2?: boolean;
  /** Path of the authority's certificate, for words. */
  readonly certificateFile: string;
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
