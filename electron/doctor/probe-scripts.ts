/** The programs of the doctor's probes, as texts for `node -e` and `python -c`. Each takes one URL as its last word. */

/** Node's own fetch: what SDKs use unless told otherwise. */
export const nodeFetch = `
fetch(process.argv.at(-1), { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  .then(async (response) => console.log(response.status, (await response.text()).slice(0, 40)))
  .catch((error) => { console.log(String(error.cause ?? error)); process.exitCode = 1; });
`;

/** CONNECT through HTTPS_PROXY, and TLS with what Node trusts: what proxy agents of programs do. */
const connectThroughProxy = `
const http = require('node:http');
const tls = require('node:tls');
const url = new URL(process.argv.at(-1));
const proxy = new URL(process.env.HTTPS_PROXY);
const fail = (error) => { console.log(String(error.code ?? error)); process.exit(1); };
http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: url.host, agent: false })
  .on('error', fail)
  .on('connect', (answer, plain) => {
    if (answer.statusCode !== 200) fail('CONNECT was answered with ' + answer.statusCode);
    const socket = tls.connect({ socket: plain, servername: url.hostname, ALPNProtocols: ['http/1.1'] }, () => talk(socket, url));
    socket.on('error', fail);
    socket.on('data', (bytes) => { console.log(bytes.toString('latin1').split('\\r\\n')[0]); socket.end(); });
  })
  .end();
`;

/** A POST with an empty object through the proxy. */
export const nodeConnect = `${connectThroughProxy}
function talk(socket, url) {
  socket.write('POST ' + url.pathname + url.search + ' HTTP/1.1\\r\\nHost: ' + url.host + '\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\n{}');
}
`;

/** A WebSocket through the proxy. */
export const nodeWebSocket = `${connectThroughProxy}
function talk(socket, url) {
  socket.write('GET ' + url.pathname + url.search + ' HTTP/1.1\\r\\nHost: ' + url.host + '\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: d2lyZWxlbnMtZG9jdG9yIQ==\\r\\n\\r\\n');
}
`;

/** Node's own WebSocket, where it has one (22 and later). */
export const nodeOwnWebSocket = `
if (typeof WebSocket === 'undefined') { console.log('no WebSocket'); process.exit(7); }
const socket = new WebSocket(process.argv.at(-1).replace(/^http/, 'ws'));
socket.onopen = () => { console.log('open'); socket.close(); };
socket.onerror = (event) => { console.log(String(event.message ?? 'failed')); process.exit(1); };
`;

/** The standard library. */
export const pythonFetch = `
import sys, urllib.request
request = urllib.request.Request(sys.argv[-1], data=b'{}', headers={'content-type': 'application/json'})
print(urllib.request.urlopen(request, timeout=10).status)
`;
