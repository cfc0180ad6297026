/** The "Test" of an endpoint: opens a connection as a request would (TCP, then TLS) and says how that went, in words. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EndpointTest } from '../../shared/ipc/command-payloads.ts';
import type { Endpoint } from '../../shared/model/upstream.ts';
import type { EndpointTlsReading } from '../proxy/endpoint-tls.ts';
import { type Origin, originOf } from '../proxy/origin.ts';
import type { OutgoingProxies } from '../proxy/outgoing-proxies.ts';
import { connectThrough } from '../proxy/proxy-agents.ts';
import type { TlsMaterial, TrustSource } from '../proxy/upstream-trust.ts';

const longestMs = 10_000;

/** How our connections leave this machine. */
export type TestWay = { readonly trust: TrustSource; readonly outgoing: OutgoingProxies };

/**
 * Never rejects: what goes wrong is the answer. No request is sent, so nothing is billed and no key leaves.
 * @param tls what the endpoint's TLS settings gave
 */
export async function testEndpoint(
  endpoint: Pick<Endpoint, 'url' | 'verifyTls'>,
  tls: EndpointTlsReading,
  way: TestWay,
): Promise<EndpointTest> {
  const origin = originOf(endpoint.url);
  if (origin === null) return unreachable(`"${endpoint.url}" is no address`);
  if (tls !== null && 'problem' in tls) return unreachable(tls.problem);
  const startedAt = performance.now();
  let durationMs = 0;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), longestMs);
  try {
    await openAndClose(origin, { verifyTls: endpoint.verifyTls, tls, ...way }, timeout.signal, () => {
      durationMs = performance.now() - startedAt;
    });
  } catch (error) {
    return unreachable(wordsFor(timeout.signal.aborted ? new TimeoutError() : error, origin));
  } finally {
    clearTimeout(timer);
  }
  const kind = origin.isTls ? 'tls ok' : 'connection ok';
  return { isReachable: true, text: `${kind}, ${Math.max(1, Math.round(durationMs))} ms`, durationMs };
}

async function openAndClose(
  origin: Origin,
  { outgoing, tls, trust, verifyTls }: TestWay & { readonly verifyTls: boolean; readonly tls: TlsMaterial | null },
  signal: AbortSignal,
  onConnected: () => void,
): Promise<void> {
  const { isTls, hostname: host, port } = origin;
  const proxy = outgoing(origin);
  const through =
    proxy === null
      ? null
      : await connectThrough({ proxy, secureContext: trust.contextFor(true, null) }, origin, signal);
  const secureContext = isTls ? trust.contextFor(verifyTls, tls) : null;
  const socket = isTls
    ? connectTls({
        ...{ host, port, rejectUnauthorized: verifyTls },
        ...serverName(tls?.serverName ?? host),
        ...(through === null ? {} : { socket: through }),
        ...(secureContext === null ? {} : { secureContext }),
      })
    : (through ?? connectTcp({ host, port }));
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void): void => {
      through?.destroy();
      socket.destroy();
      settle();
    };
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
    socket.once('error', (error) => end(() => reject(error)));
    const connected = (): void => {
      onConnected();
      if (isTls) waitForRefusal(socket, end, resolve, reject);
      else end(resolve);
    };
    if (isTls) socket.once('secureConnect', connected);
    else if (through === null) socket.once('connect', connected);
    else connected();
  });
}

/** With TLS 1.3 a server that wants another client certificate says so only after the client believes to be done. */
const refusalMs = 120;

function waitForRefusal(
  socket: Socket,
  end: (settle: () => void) => void,
  resolve: () => void,
  reject: (error: Error) => void,
): void {
  const timer = setTimeout(() => end(resolve), refusalMs);
  socket.once('error', () => clearTimeout(timer));
  socket.once('close', () => {
    clearTimeout(timer);
    end(() => reject(new Error('the server closed the connection right after the handshake')));
  });
  socket.resume();
}

/** A server name is for names only: an address in it is an error to some servers. */
function serverName(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

function wordsFor(error: unknown, url: Origin): string {
  if (error instanceof TimeoutError) return `no answer from ${url.host} within ${longestMs / 1000} s`;
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the name ${url.hostname} was not found`;
  if (code === 'ECONNREFUSED') return `nothing listens on ${url.host}`;
  if (code === 'ECONNRESET') return `${url.host} closed the connection`;
  if (code === 'ERR_WIRELENS_WAY' && error instanceof Error) return error.message;
  if (/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|CERTIFICATE_UNKNOWN)/.test(code)) {
    return `it wants another client certificate (${code})`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return `its certificate is not trusted (${code})`;
  if (/^ERR_SSL|^EPROTO/.test(code)) return `${url.host} does not speak TLS as expected (${code})`;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  // Several addresses tried at once fail as one AggregateError; its first cause says it best.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function unreachable(text: string): EndpointTest {
  return { isReachable: false, text, durationMs: null };
}
