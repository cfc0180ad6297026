/** Pictures of interception and of programs that the window started: an agent through the proxy, a tunnel, a refusal. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import type { LaunchedApp } from '../tests/support/app-launcher.ts';
import { exchangeRows } from '../tests/support/window-parts.ts';

type Picture = (launched: LaunchedApp, state: string) => Promise<void>;

/** What an agent does as far as a picture needs it: asks, prints what it reads, asks again. */
const agent = `
import { EnvHttpProxyAgent, fetch } from ${JSON.stringify(import.meta.resolve('undici'))};
const dispatcher = new EnvHttpProxyAgent();
console.log('agent 0.3.1, model claude-sonnet-4-5');
for (const question of ['Where does the relay wait?', 'And the probe?']) {
  console.log('> ' + question);
  const answer = await fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'sk-ant-picture-0123456789a1b2', 'x-case': 'odd', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 1024, stream: true, messages: [{ role: 'user', content: question }] }),
    dispatcher,
  });
  let bytes = 0;
  for await (const chunk of answer.body) bytes += chunk.length;
  console.log('  ' + answer.status + ', ' + bytes + ' bytes');
}
`;

/** @param upstreamUrl answers for api.anthropic.com */
export async function showPrograms(launched: LaunchedApp, upstreamUrl: string, picture: Picture): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirelens-picture-'));
  await writeFile(path.join(folder, 'agent.mjs'), agent);
  const quiet = createServer((socket) => void socket.on('data', () => socket.end('Hello, unread')));
  quiet.listen(0, '127.0.0.1');
  await once(quiet, 'listening');
  try {
    await showInterception(launched, upstreamUrl, picture);
    await showStarted(launched, folder, picture);
    await showUnread(launched, `localhost:${(quiet.address() as AddressInfo).port}`, picture);
  } finally {
    quiet.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function showInterception(launched: LaunchedApp, upstreamUrl: string, picture: Picture): Promise<void> {
  const { window } = launched;
  const rules = [
    { host: 'api.anthropic.com', action: 'redirect', url: upstreamUrl },
    { host: 'llm.example.com', action: 'intercept' },
    { host: 'chatgpt.com', action: 'tunnel' },
  ] as const;
  await launched.invoke('settings.update', { interception: { isEnabled: false, rules } });
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Interception…' }).click();
  await window.getByRole('switch', { name: 'Intercept listed hosts' }).click();
  await window.getByRole('region', { name: 'Certificate authority' }).getByText('SHA-256').waitFor();
  await window.getByRole('button', { name: /^OpenAI/ }).click();
  await picture(launched, 'interception');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Connect', exact: true }).click();
  await window.getByRole('radio', { name: 'Proxy' }).click();
  await window.getByRole('tab', { name: 'Node' }).waitFor();
  await picture(launched, 'connect-proxy');
}

async function showStarted(launched: LaunchedApp, folder: string, picture: Picture): Promise<void> {
  const { window } = launched;
  await window.getByRole('button', { name: 'Start a program…' }).click();
  await window.getByRole('textbox', { name: 'Working folder' }).fill(folder);
  await window.getByRole('textbox', { name: 'Command' }).fill('node agent.mjs');
  await picture(launched, 'start-program');
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await window.getByRole('dialog').getByText('exit 0').waitFor({ timeout: 60_000 });
  await picture(launched, 'program-output');
  await window.keyboard.press('Escape');
  await exchangeRows(window).last().click();
  await picture(launched, 'program-group');
}

async function showUnread(launched: LaunchedApp, authority: string, picture: Picture): Promise<void> {
  const { window } = launched;
  const tunnel = await connect(launched.proxyUrl, authority);
  tunnel.write('to whom it may concern');
  tunnel.resume();
  await once(tunnel, 'close');
  await window.getByRole('treeitem', { name: `tunnel to ${authority}, complete` }).click();
  await picture(launched, 'tunnel');
  const refusing = tls.connect({ socket: await connect(launched.proxyUrl, 'api.openai.com:443'), ca: [] });
  await once(refusing, 'error');
  await exchangeRows(window).filter({ hasText: 'api.openai.com' }).last().click();
  await picture(launched, 'refused');
}

async function connect(proxyUrl: string, authority: string): Promise<Socket> {
  const { hostname, port } = new URL(proxyUrl);
  const request = http.request({ host: hostname, port, method: 'CONNECT', path: authority });
  request.end();
  const [, socket] = (await once(request, 'connect')) as [http.IncomingMessage, Socket];
  return socket;
}
