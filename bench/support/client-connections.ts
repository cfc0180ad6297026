/** How the bench's client reaches a server: straight, or by CONNECT through a proxy and then in TLS. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';

const pool = { keepAlive: true, noDelay: true, maxSockets: 1000 } as const;
const plain = new http.Agent(pool);
const tunnelled = new Map<string, https.Agent>();

/** `proxyPort` null: straight there. `isFresh`: a connection of its own for each request, no TLS session resumed. */
export function agentFor(proxyPort: number | null, isFresh = false): http.Agent {
  if (proxyPort === null) return plain;
  const name = `${proxyPort} ${isFresh}`;
  const known = tunnelled.get(name);
  if (known !== undefined) return known;
  const agent = new https.Agent({ ...pool, keepAlive: !isFresh, maxCachedSessions: isFresh ? 0 : 100 });
  const createConnection = (
    wanted: tls.ConnectionOptions,
    done: (error: Error | null, socket?: Duplex) => void,
  ): void => {
    const below = net.connect({ port: proxyPort, host: '127.0.0.1', noDelay: true });
    below.once('error', done);
    below.write(`CONNECT ${wanted.host}:${wanted.port} HTTP/1.1\r\nHost: ${wanted.host}:${wanted.port}\r\n\r\n`);
    below.once('data', () => {
      below.off('error', done);
      done(null, tls.connect({ ...wanted, servername: wanted.host, socket: below, rejectUnauthorized: false }));
    });
  };
  Object.assign(agent, { createConnection });
  tunnelled.set(name, agent);
  return agent;
}
