/** Upstreams for tests, on real loopback sockets at port 0: one that speaks HTTP for the test, one that leaves every byte to it. */
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

export type FakeUpstream = {
  readonly url: string;
  readonly port: number;
  /** Requests seen so far. */
  readonly requests: readonly http.IncomingMessage[];
  readonly openSockets: () => number;
  readonly close: () => Promise<void>;
};

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** An HTTP upstream; with `tls` an https one. */
export async function startFakeUpstream(
  handler: Handler,
  tls: { readonly key: string; readonly cert: string } | null = null,
): Promise<FakeUpstream> {
  const requests: http.IncomingMessage[] = [];
  const onRequest: Handler = (request, response) => {
    requests.push(request);
    handler(request, response);
  };
  const server = tls === null ? http.createServer(onRequest) : https.createServer({ ...tls }, onRequest);
  return { ...(await listen(server, tls === null ? 'http' : 'https')), requests };
}

/** An upstream that is a bare socket: `onSocket` reads and writes every byte itself. */
export async function startRawUpstream(onSocket: (socket: Socket) => void | Promise<void>): Promise<FakeUpstream> {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    // A script that was still reading when its test was over has nothing to say; one that fails earlier leaves the
    // client without its answer, which the test sees.
    Promise.resolve(onSocket(socket)).catch(() => undefined);
  });
  return { ...(await listen(server, 'http')), requests: [] };
}

/** Resolves with all bytes up to and including `end`; keeps listening for more when asked again. */
export function readUntil(socket: Socket, end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.includes(end)) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      resolve(text);
    };
    const onClose = (): void => reject(new Error(`closed before ${JSON.stringify(end)}; got ${JSON.stringify(text)}`));
    socket.on('data', onData);
    socket.once('close', onClose);
  });
}

async function listen(server: net.Server, scheme: string): Promise<Omit<FakeUpstream, 'requests'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    openSockets: () => sockets.size,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
