/** The baseline: a minimal node:http pipe proxy without any capture. What forwarding alone costs in Node. */
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

const target = new URL(process.argv[2] as string);
const agent = new Agent({ keepAlive: true, noDelay: true });

const server = createServer({ noDelay: true }, (clientRequest, clientResponse) => {
  const upstreamRequest = httpRequest(
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
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ kind: 'ready', port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
