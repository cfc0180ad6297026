/**
 * The baseline: a minimal node:http pipe proxy without any capture. What forwarding alone costs in Node. With a key and a
 * certificate it is a bare interceptor too: CONNECT is answered in TLS with that one certificate, whatever the host.
 */
import { readFileSync } from 'node:fs';
import { Agent, createServer, request as httpRequest, type RequestListener } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const [targetText, keyFile, certFile] = process.argv.slice(2);
const target = new URL(targetText as string);
const isTls = target.protocol === 'https:';
const pool = { keepAlive: true, noDelay: true } as const;
const agent = isTls ? new TlsAgent({ ...pool, rejectUnauthorized: false }) : new Agent(pool);
const request = isTls ? httpsRequest : httpRequest;

const serve: RequestListener = (clientRequest, clientResponse) => {
  const upstreamRequest = request(
    {
      agent,
      host: target.hostname,
      port: target.port,
      method: clientRequest.method,
      path: (clientRequest.url ?? '/').replace(/^\/bench/, ''),
      headers: { ...clientRequest.headers, host: target.host },
    },
    (upstreamResponse) => {
      clientResponse.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.rawHeaders);
      clientResponse.flushHeaders();
      upstreamResponse.pipe(clientResponse);
      upstreamResponse.on('error', () => clientResponse.destroy());
      upstreamResponse.on('aborted', () => clientResponse.destroy());
    },
  );
  upstreamRequest.on('error', () => clientResponse.destroy());
  clientResponse.on('close', () => upstreamRequest.destroy());
  clientRequest.pipe(upstreamRequest);
};
const server = createServer({ noDelay: true }, serve);
if (keyFile && certFile) {
  const speaker = createTlsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
  speaker.on('secureConnection', (socket) => server.emit('connection', socket));
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    speaker.emit('connection', socket);
  });
}
server.listen(0, '127.0.0.1', () => {
  process.send?.({ kind: 'ready', port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
