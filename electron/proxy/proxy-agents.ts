/** Connections through another proxy: its CONNECT first, then TLS to the upstream through it. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { authorityText, type HostAndPort } from './authority-form.ts';
import type { Origin } from './origin.ts';

const answerLimitBytes = 64 * 1024;

/** A proxy, and whom to trust when it speaks TLS itself (null: Node's own roots). */
export type Way = { readonly proxy: Origin; readonly secureContext: tls.SecureContext | null };

/**
 * A connection to `target` that `proxy` opened for us. Rejects with the proxy's refusal in words, or with Node's error;
 * `signal` gives up.
 */
export async function connectThrough(
  { proxy, secureContext }: Way,
  target: HostAndPort,
  signal?: AbortSignal,
): Promise<net.Socket> {
  const trust = secureContext === null ? {} : { secureContext };
  const socket = proxy.isTls
    ? tls.connect({ host: proxy.hostname, port: proxy.port, ...serverName(proxy.hostname), ...trust })
    : net.connect({ host: proxy.hostname, port: proxy.port, noDelay: true, allowHalfOpen: true });
  let isConnected = false;
  const abort = (): void => void socket.destroy(new Error('no longer wanted'));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once(proxy.isTls ? 'secureConnect' : 'connect', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    isConnected = true;
    await askProxy(socket, proxy, target);
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    if (isConnected || !(error instanceof Error)) throw error;
    throw refusal(proxy, `it cannot be reached (${error.message || String(Reflect.get(error, 'code'))})`);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function askProxy(socket: net.Socket, proxy: Origin, target: HostAndPort): Promise<void> {
  const authority = authorityText(target);
  const credentials = proxy.basicAuthorization === null ? '' : `Proxy-Authorization: ${proxy.basicAuthorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const finish = (error: Error | null): void => {
      socket.off('readable', onReadable).off('error', onError).off('end', onEnd).off('close', onEnd);
      if (error === null) resolve();
      else reject(error);
    };
    const onEnd = (): void => finish(refusal(proxy, 'it closed the connection'));
    const onError = (error: Error): void => finish(refusal(proxy, `it closed the connection (${error.message})`));
    const onReadable = (): void => {
      for (let part = socket.read(); part !== null; part = socket.read()) seen = Buffer.concat([seen, part]);
      const end = seen.indexOf('\r\n\r\n');
      if (end === -1) {
        if (seen.length > answerLimitBytes) finish(refusal(proxy, 'its answer is no HTTP'));
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})([^\r]*)/.exec(seen.toString('latin1', 0, end));
      if (status?.[1]?.startsWith('2') !== true) {
        finish(refusal(proxy, status === null ? 'its answer is no HTTP' : answerWords(status, proxy)));
        return;
      }
      const rest = seen.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      finish(null);
    };
    socket.on('readable', onReadable).on('error', onError).on('end', onEnd).on('close', onEnd);
  });
}

function answerWords([, code, reason]: RegExpExecArray, proxy: Origin): string {
  const wanted = proxy.basicAuthorization === null ? 'put user:password@ into' : 'correct the user and password of';
  const advice = code === '407' ? ` (${wanted} its address)` : '';
  return `it answered ${code}${reason}${advice}`;
}

function refusal(proxy: Origin, what: string): Error {
  return Object.assign(new Error(`the proxy ${proxy.text} did not connect us: ${what}`), { code: 'ERR_WIRELENS_WAY' });
}

function serverName(hostname: string): { readonly servername?: string } {
  return net.isIP(hostname) === 0 ? { servername: hostname } : {};
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/** An agent whose connections go through a proxy, to `address` instead of the origin's host where there is one; `isTls`: to https origins. */
export function createProxyAgent(
  way: Way & { readonly address: string | null },
  isTls: boolean,
  options: https.AgentOptions,
): http.Agent {
  const agent = isTls ? new https.Agent(options) : new http.Agent(options);
  const connect = (wanted: tls.ConnectionOptions, done: Connected): void => {
    const target = { hostname: way.address ?? wanted.host ?? '', port: Number(wanted.port) };
    connectThrough(way, target).then(
      (socket) => {
        if (!isTls) done(null, socket);
        else done(null, tls.connect({ ...serverName(wanted.host ?? ''), ...wanted, socket }));
      },
      (error: Error) => done(error),
    );
  };
  return Object.assign(agent, { createConnection: connect });
}
