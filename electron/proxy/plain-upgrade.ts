/**
 * Java's HTTP client, among others, asks for `Upgrade: h2c` on every plain request and is happy with an HTTP/1.1 answer.
 * Node's server hands every upgrade over as a bare socket; this gives the ones we do not take back to it as requests.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

const upgradeTokens = new Set(['upgrade', 'http2-settings']);

/** Serves the request as if it had not asked for an upgrade; what comes behind it on the socket too. */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  if (head.length > 0) socket.unshift(head);
  socket.unshift(Buffer.from(headWithoutUpgrade(request), 'latin1'));
  server.emit('connection', socket);
}

function headWithoutUpgrade(request: IncomingMessage): string {
  let text = `${request.method} ${request.url} HTTP/${request.httpVersion}\r\n`;
  const raw = request.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    const value = keptValue(name.toLowerCase(), raw[index + 1] as string);
    if (value !== null) text += `${name}: ${value}\r\n`;
  }
  return `${text}\r\n`;
}

function keptValue(name: string, value: string): string | null {
  if (name === 'upgrade' || name === 'http2-settings') return null;
  if (name !== 'connection') return value;
  const rest = value.split(',').filter((token) => !upgradeTokens.has(token.trim().toLowerCase()));
  return rest.length === 0 ? null : rest.join(',').trim();
}
