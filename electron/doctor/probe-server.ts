/**
 * The provider of the doctor's probes: a server on loopback, in the clear and behind TLS, that knows who came. A probe
 * that it saw and capture did not has passed us by.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type ProbeServer = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** `https://localhost:<port>`; the certificate is one of the authority's. */
  readonly secureUrl: string;
  /** Was there a request with this mark, sent to the server behind TLS without us in between? */
  readonly sawPast: (mark: string) => boolean;
  readonly close: () => Promise<void>;
};

const markPattern = /[?&]probe=([a-z0-9-]+)/;
const webSocketKey = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** No model answers sooner, and who asks can be named meanwhile. */
const thinkingMs = 200;

const answerBody = JSON.stringify({
  id: 'probe',
  object: 'chat.completion',
  created: 1,
  model: 'wirelens-doctor',
  choices: [{ index: 0, message: { role: 'assistant', content: 'probe answered' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
});

/** @param leaf key and certificate for `localhost`, PEM */
export async function startProbeServer(leaf: { readonly key: string; readonly cert: string }): Promise<ProbeServer> {
  const past = new Set<string>();
  const note = ({ url = '' }: IncomingMessage): void => {
    const mark = markPattern.exec(url)?.[1];
    if (mark !== undefined) past.add(mark);
  };
  const answer = (request: IncomingMessage, response: http.ServerResponse): void => {
    request.resume();
    request.once('end', () => {
      response.setHeader('content-type', 'application/json');
      setTimeout(() => response.end(answerBody), thinkingMs);
    });
  };
  const plain = http.createServer(answer);
  plain.on('upgrade', upgrade);
  const secure = https.createServer({ key: leaf.key, cert: leaf.cert }, (request, response) => {
    note(request);
    answer(request, response);
  });
  secure.on('upgrade', (request, socket) => {
    note(request);
    upgrade(request, socket);
  });
  for (const server of [plain, secure]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    url: `http://127.0.0.1:${portOf(plain)}`,
    secureUrl: `https://localhost:${portOf(secure)}`,
    sawPast: (mark) => past.has(mark),
    close: async () => {
      for (const server of [plain, secure]) {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

function portOf(server: http.Server | https.Server): number {
  return (server.address() as AddressInfo).port;
}

/** Accepts, and closes with a close frame of status 1000 (RFC 6455, 5.5.1). */
function upgrade(request: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${webSocketKey}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8]));
}
