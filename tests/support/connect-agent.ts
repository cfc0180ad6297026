/** What a program with `HTTPS_PROXY` does for a wss address: CONNECT, then TLS to the host it asked for. And TLS in front of a plain server. */
import { once } from 'node:events';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

/** An agent that goes through the proxy at `proxyPort` and trusts `certificate`. */
export function createConnectAgent(proxyPort: number, certificate: string): https.Agent {
  const agent = new https.Agent({ keepAlive: false });
  agent.createConnection = ((
    options: { host: string; port: number },
    callback: (error: Error | null, socket?: net.Socket) => void,
  ) => {
    const socket = net.connect(proxyPort, '127.0.0.1');
    socket.write(`CONNECT ${options.host}:${options.port} HTTP/1.1\r\nHost: ${options.host}\r\n\r\n`);
    socket.once('error', callback);
    socket.once('data', () => {
      const secured = tls.connect({ socket, servername: options.host, ca: certificate }, () => callback(null, secured));
      secured.once('error', callback);
    });
  }) as unknown as typeof agent.createConnection;
  return agent;
}

/** TLS on a port of its own; every byte goes to the plain server at `target`. */
export async function startTlsPipe(
  target: string,
  keys: { readonly key: string; readonly cert: string },
): Promise<{ readonly url: string; readonly close: () => void }> {
  const { port } = new URL(target);
  const sockets = new Set<net.Socket>();
  const server = tls.createServer(keys, (near) => {
    const far = net.connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
