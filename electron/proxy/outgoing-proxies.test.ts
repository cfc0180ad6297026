/** The proxy of the user's network on our way out: chosen by the environment, asked by CONNECT, never ourselves. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { startFakeUpstream, startRawUpstream } from '../../tests/support/fake-upstream.ts';
import { connectTo, secure } from '../../tests/support/intercepting.ts';
import { keep } from '../../tests/support/keep-open.ts';
import { startProxy, upstreamAt } from '../../tests/support/lone-proxy.ts';
import { connectRaw } from '../../tests/support/raw-client.ts';
import { createTestAuthority } from '../../tests/support/test-authority.ts';
import { originOf } from './origin.ts';
import { type OutgoingProxies, outgoingProxiesOf } from './outgoing-proxies.ts';

const silent = (): void => undefined;
const target = (hostname: string, port = 443, isTls = true) => ({ hostname, port, isTls });

test.each([
  [{ HTTPS_PROXY: 'http://corp:3128' }, target('api.openai.com'), 'http://corp:3128'],
  [{ HTTPS_PROXY: 'corp:3128' }, target('api.openai.com'), 'http://corp:3128'],
  [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, target('x.org'), 'http://b:2'],
  [{ HTTPS_PROXY: 'http://a:1' }, target('x.org', 80, false), null],
  [{ HTTP_PROXY: 'http://a:1' }, target('x.org', 80, false), 'http://a:1'],
  [{ ALL_PROXY: 'http://a:1' }, target('x.org'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1' }, target('127.0.0.1'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'x.org' }, target('x.org'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'other, .x.org' }, target('deep.x.org'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '*.x.org' }, target('deep.x.org'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'x.org' }, target('notx.org'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'x.org:8443' }, target('x.org'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'x.org:8443' }, target('x.org', 8443), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '[::2]' }, target('::2'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '*' }, target('x.org'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: 'X.ORG.' }, target('x.org'), null],
  [{ HTTPS_PROXY: 'http://a:1', no_proxy: 'y.org', NO_PROXY: 'x.org' }, target('x.org'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/8 fd00::/8' }, target('10.200.3.4'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/8,[fd00::]/8' }, target('fd12::1'), null],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/8' }, target('11.0.0.1'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/8' }, target('10.example.org'), 'http://a:1'],
  [{ HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/99' }, target('10.0.0.1'), 'http://a:1'],
  [{ HTTPS_PROXY: '' }, target('x.org'), null],
])('%j for %j is %s', (environment, wanted, proxy) => {
  expect(outgoingProxiesOf(environment, silent)(wanted)?.text ?? null).toBe(proxy);
});

test('a SOCKS proxy is ignored and told', () => {
  const problems: string[] = [];
  const choose = outgoingProxiesOf({ ALL_PROXY: 'socks5://x:1' }, (problem) => problems.push(problem));
  expect(choose(target('x.org'))).toBeNull();
  expect(problems[0]).toContain('ALL_PROXY');
});

/** A company's proxy: wants a password, notes what it was asked. */
async function startCompanyProxy(password = 'user:pass') {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer();
  server.on('connect', (request, client: net.Socket) => {
    asked.push(request.url ?? '');
    if (request.headers['proxy-authorization'] !== `Basic ${Buffer.from(password).toString('base64')}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { port } = new URL(`http://${request.url}`);
    const upstream = net.connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\nX-Via: corp\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', silent);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://user:pass@127.0.0.1:${port}`, asked, close };
}

const always =
  (url: string): OutgoingProxies =>
  () =>
    originOf(url);

test('https and http upstreams are reached through the proxy, with its password, and kept alive', async () => {
  const authority = await createTestAuthority();
  const secret = keep(await startFakeUpstream((request, response) => response.end(`tls ${request.url}`), authority));
  const plain = keep(await startFakeUpstream((request, response) => response.end(`plain ${request.url}`)));
  const company = keep(await startCompanyProxy());
  const upstreams = [
    upstreamAt('secret', `https://localhost:${secret.port}`),
    upstreamAt('plain', `http://localhost:${plain.port}`),
  ];
  const proxy = keep(await startProxy(upstreams, { outgoing: always(company.url), extraCertificates: [authority.ca] }));
  expect(await (await fetch(`${proxy.url}/secret/a`)).text()).toBe('tls /a');
  expect(await (await fetch(`${proxy.url}/secret/b`)).text()).toBe('tls /b');
  expect(await (await fetch(`${proxy.url}/plain/c`)).text()).toBe('plain /c');
  expect(company.asked).toEqual([`localhost:${secret.port}`, `localhost:${plain.port}`]);
  expect(secret.requests[0]?.headers['proxy-authorization']).toBeUndefined();
});

test('a certificate is verified through the proxy too', async () => {
  const secret = keep(await startFakeUpstream((_, response) => response.end('never'), await createTestAuthority()));
  const company = keep(await startCompanyProxy());
  const proxy = keep(
    await startProxy([upstreamAt('up', `https://localhost:${secret.port}`)], { outgoing: always(company.url) }),
  );
  const answer = await fetch(`${proxy.url}/up/x`);
  expect([answer.status, answer.headers.get('x-wirelens-error')]).toEqual([502, 'tls']);
});

test('blind tunnels take the proxy as well', async () => {
  const authority = await createTestAuthority();
  const secret = keep(await startFakeUpstream((_, response) => response.end('inside'), authority));
  const company = keep(await startCompanyProxy());
  const proxy = keep(await startProxy([], { outgoing: always(company.url) }));
  const client = await connectTo(proxy.port, `example.test:${secret.port}`);
  const socket = await secure(client, { ca: authority.ca, servername: 'localhost' });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('inside');
  expect(company.asked).toEqual([`example.test:${secret.port}`]);
  socket.destroy();
});

test("the proxy's refusal is the reason in words, without its password", async () => {
  const company = keep(await startCompanyProxy('other:word'));
  const proxy = keep(await startProxy([upstreamAt('up', 'https://localhost:9')], { outgoing: always(company.url) }));
  const answer = await fetch(`${proxy.url}/up/x`);
  const text = await answer.text();
  expect(answer.status).toBe(502);
  expect(text).toMatch(
    /could not be reached: the proxy .* answered 407 Proxy Authentication Required \(correct the user and password .*\). Check HTTPS_PROXY/,
  );
  expect(text).not.toContain('pass@');
});

test('ourselves as our own proxy is passed by', async () => {
  const upstream = keep(await startFakeUpstream((_, response) => response.end('straight')));
  let own = '';
  const proxy = keep(await startProxy([upstreamAt('up', upstream.url)], { outgoing: () => originOf(own) }));
  own = proxy.url;
  expect(await (await fetch(`${proxy.url}/up/x`)).text()).toBe('straight');
});

/** A proxy that answers a CONNECT with this text, and closes; null: it resets the connection. */
async function startOddProxy(answer: string | null) {
  const odd = await startRawUpstream((socket) => {
    socket.once('data', () => (answer === null ? socket.resetAndDestroy() : socket.end(answer)));
  });
  return keep(odd);
}

test.each([
  ['closes without a word', '', /closed the connection/],
  ['resets the connection', null, /closed the connection|reset/],
  ['answers in another language', 'SSH-2.0-OpenSSH\r\n\r\n', /its answer is no HTTP/],
  ['answers with half a head', 'HTTP/1.1 200 Conn', /closed the connection/],
  ['forbids it', 'HTTP/1.1 403 Forbidden by policy\r\n\r\n', /answered 403 Forbidden by policy/],
  ['wants a password', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', /answered 407.*user:password/],
])('a proxy that %s is named in the reason, for requests and tunnels alike', async (_, answer, words) => {
  const odd = await startOddProxy(answer);
  const proxy = keep(await startProxy([upstreamAt('up', 'https://localhost:9')], { outgoing: always(odd.url) }));
  const failed = await fetch(`${proxy.url}/up/x`);
  expect(failed.status).toBe(502);
  const text = await failed.text();
  expect(text).toMatch(words);
  expect(text).toContain(odd.url);
  const tunnel = await connectRaw(proxy.port);
  tunnel.write('CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n');
  const refused = (await tunnel.closed).text;
  expect(refused).toContain('502 Bad Gateway');
  expect(refused).toMatch(words);
});

test('a proxy that is not there is named in the reason', async () => {
  const gone = await startRawUpstream(() => undefined);
  await gone.close();
  const proxy = keep(await startProxy([upstreamAt('up', 'https://localhost:9')], { outgoing: always(gone.url) }));
  const text = await (await fetch(`${proxy.url}/up/x`)).text();
  expect(text).toContain(gone.url);
  expect(text).toContain('Check HTTPS_PROXY');
});

test('a proxy that dies in the middle of an answer is a cut answer', async () => {
  const upstream = keep(
    await startFakeUpstream((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[]}\n\n');
    }),
  );
  const company = keep(await startCompanyProxy());
  const proxy = keep(
    await startProxy([upstreamAt('up', `http://localhost:${upstream.port}`)], { outgoing: always(company.url) }),
  );
  const answer = await fetch(`${proxy.url}/up/v1/chat/completions`, { method: 'POST', body: '{}' });
  const reading = answer.text();
  await company.close();
  expect(await reading).toContain('The answer was cut off');
  const [exchange] = await proxy.sink.waitForEnds(1);
  expect(exchange?.end?.end).toBe('truncated');
});
