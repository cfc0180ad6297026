/** The "Test" of an endpoint: opens a connection as a request would (TCP, then TLS) and says how that went, in words. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EndpointTest } from '../../shared/ipc/contract.ts';
import type { Endpoint } from '../../shared/model/upstream.ts';

const longestMs = 10_000;

/** Never rejects: what goes wrong is the answer. No request is sent, so nothing is billed and no key leaves. */
export async function testEndpoint(endpoint: Pick<Endpoint, 'url' | 'verifyTls'>): Promise<EndpointTest> {
  if (!URL.canParse(endpoint.url)) return unreachable(`"${endpoint.url}" is no address`);
  const url = new URL(endpoint.url);
  const startedAt = performance.now();
  try {
    await openAndClose(url, endpoint.verifyTls);
  } catch (error) {
    return unreachable(wordsFor(error, url));
  }
  const durationMs = performance.now() - startedAt;
  const kind = url.protocol === 'https:' ? 'tls ok' : 'connection ok';
  return { isReachable: true, text: `${kind}, ${Math.max(1, Math.round(durationMs))} ms`, durationMs };
}

function openAndClose(url: URL, verifyTls: boolean): Promise<void> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (isTls ? 443 : 80);
  return new Promise((resolve, reject) => {
    const socket: Socket = isTls
      ? connectTls({ host, port, rejectUnauthorized: verifyTls, ...serverName(host) })
      : connectTcp({ host, port });
    const finish = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(longestMs, () => finish(() => reject(new TimeoutError())));
    socket.once('error', (error) => finish(() => reject(error)));
    socket.once(isTls ? 'secureConnect' : 'connect', () => finish(resolve));
  });
}

/** A server name is for names only: an address in it is an error to some servers. */
function serverName(host: string): { readonly servername?: string } {
  return /^[\d.]+$/.test(host) || host.includes(':') ? {} : { servername: host };
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

function wordsFor(error: unknown, url: URL): string {
  if (error instanceof TimeoutError) return `no answer from ${url.host} within ${longestMs / 1000} s`;
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the name ${url.hostname} was not found`;
  if (code === 'ECONNREFUSED') return `nothing listens on ${url.host}`;
  if (code === 'ECONNRESET') return `${url.host} closed the connection`;
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
