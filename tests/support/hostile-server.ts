/** A server that sends one hostile body after the other, and a client that keeps what it got, byte for byte. */
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostileBody } from './hostile-bodies.ts';
import { seeded } from './seeded.ts';

export type HostileServer = {
  readonly url: string;
  /** What every request gets from now on. */
  readonly serve: (body: HostileBody) => void;
  readonly close: () => Promise<void>;
};

export async function startHostileServer(): Promise<HostileServer> {
  let current: HostileBody | null = null;
  const server = createServer((request, response) => {
    if (current !== null) answerWith(current)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (body) => {
      current = body;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Writes the body in seeded pieces; a cut one closes its socket after everything is flushed. */
function answerWith({ body, headers, isCut }: HostileBody): RequestListener {
  return (request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, headers);
      const random = seeded(body.length + 1);
      for (let at = 0; at < body.length; ) {
        const size = random.between(1, Math.max(1, body.length >> 2));
        response.write(body.subarray(at, at + size));
        at += size;
      }
      if (isCut) response.socket?.destroySoon();
      else response.end();
    });
  };
}

export type Received = { readonly body: Buffer; readonly isCut: boolean };

/** Posts a small chat request and keeps all that comes back, also from a cut response. */
export function postAndKeep(url: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ body: Buffer.concat(parts), isCut: !response.complete }));
    });
    request.on('error', reject);
    request.end('{"stream":true,"model":"m","messages":[]}');
  });
}
