/**
 * Interception by hand: switched on in its panel, hosts redirected and tunnelled, the authority saved, renewed and removed; a
 * program that refuses the certificate is shown as such and passes after one click.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { createTestAuthority, type TestAuthority } from '../support/test-authority.ts';
import { exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let authority: TestAuthority;
let server: tls.Server;
let port: number;

beforeEach(async () => {
  authority = await createTestAuthority();
  server = tls.createServer({ key: authority.key, cert: authority.cert }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  launched = await launchApp();
});

afterEach(async () => {
  await launched?.close();
  server?.close();
});

async function openPanel(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Interception…' }).click();
}

async function switchOn(window: Page): Promise<void> {
  await window.getByRole('switch', { name: 'Intercept listed hosts' }).click();
  await window.getByRole('region', { name: 'Certificate authority' }).getByText('SHA-256').waitFor();
}

async function addHost(window: Page, host: string): Promise<void> {
  await window.getByRole('textbox', { name: 'Add a host' }).fill(host);
  await window.getByRole('button', { name: 'Add', exact: true }).click();
  await window.getByRole('combobox', { name: `What happens to ${host}` }).waitFor();
}

/** One request through CONNECT by a program that trusts only `ca`; the words of the refusal where it does not. */
async function askThroughProxy(ca: string): Promise<string> {
  const { hostname, port: proxyPort } = new URL(launched.proxyUrl);
  const request = http.request({ host: hostname, port: proxyPort, method: 'CONNECT', path: `localhost:${port}` });
  request.end();
  const [, socket] = (await once(request, 'connect')) as [http.IncomingMessage, import('node:net').Socket];
  const secured = tls.connect({ socket, ca, servername: 'localhost' });
  try {
    await once(secured, 'secureConnect');
    secured.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const bytes of secured) text += bytes;
    return text;
  } catch (error) {
    return String(error);
  } finally {
    secured.destroy();
    socket.destroy();
  }
}

describe('a program that does not trust the authority', () => {
  test('is shown as such, and passes unread after one click', async () => {
    const { window } = launched;
    await openPanel(window);
    await switchOn(window);
    await addHost(window, 'localhost');
    await window.keyboard.press('Escape');
    expect(await askThroughProxy(authority.ca)).toMatch(/unable to|self.signed/i);
    const row = exchangeRows(window).filter({ hasText: 'our certificate was refused' });
    await row.click();
    await window.getByRole('heading', { name: 'The program refused our certificate' }).waitFor();
    await launched.screenshot('certificate-refused');
    await window.getByRole('button', { name: 'Tunnel this host' }).click();
    await window.getByText('localhost passes unread, and the program sees').waitFor();
    expect(await askThroughProxy(authority.ca)).toContain('here');
    const tunnel = window.getByRole('treeitem', { name: `tunnel to localhost:${port}, complete` });
    await tunnel.click();
    await window.getByText('The list of hosts says so.').waitFor();
    await launched.screenshot('tunnel');
    await window.getByRole('button', { name: 'Intercept this host' }).click();
    await window.getByText('From its next connection on, localhost is decrypted.').waitFor();
    expect(await askThroughProxy(authority.ca)).toMatch(/unable to|self.signed/i);
    expect(launched.complaints).toEqual([]);
  });
});

describe('the panel', () => {
  test('acts on the next connection: off, every host passes unread', async () => {
    expect(await askThroughProxy(authority.ca)).toContain('here');
    await openPanel(launched.window);
    await switchOn(launched.window);
    await addHost(launched.window, 'localhost');
    expect(await askThroughProxy(authority.ca)).not.toContain('here');
    await launched.window.getByRole('switch', { name: 'Intercept listed hosts' }).click();
    await expect.poll(() => askThroughProxy(authority.ca)).toContain('here');
  });

  test('refuses what is no host and tells that the authority was issued anew', async () => {
    const { window } = launched;
    await openPanel(window);
    await switchOn(window);
    await window.getByRole('textbox', { name: 'Add a host' }).fill('*.com');
    await window.getByRole('button', { name: 'Add', exact: true }).click();
    await window.getByText('"*.com" is too wide').waitFor();
    await addHost(window, '*.llm.example.com');
    await window.getByText('The certificate authority was issued anew').waitFor();
    await window.getByRole('textbox', { name: 'Host *.llm.example.com' }).fill('llm.example.com');
    await window.keyboard.press('Enter');
    await window.getByRole('combobox', { name: 'What happens to llm.example.com' }).selectOption('redirect');
    await window.getByRole('combobox', { name: 'Endpoint that answers for llm.example.com' }).selectOption('other');
    await window
      .getByRole('textbox', { name: 'Address that answers for llm.example.com' })
      .fill('http://127.0.0.1:8000');
    await window.keyboard.press('Enter');
    const rules = async () => (await launched.invoke('app.bootstrap', null)).settings.interception.rules;
    await expect.poll(rules).toEqual([{ host: 'llm.example.com', action: 'redirect', url: 'http://127.0.0.1:8000' }]);
    await window.getByRole('button', { name: 'Remove llm.example.com' }).click();
    await expect.poll(rules).toEqual([]);
  });

  test('HTTP/2 is offered by a switch, and the company’s authority is kept and let go', async () => {
    const { window, dataFolder } = launched;
    await openPanel(window);
    await window.getByRole('switch', { name: 'Offer HTTP/2' }).click();
    const file = path.join(dataFolder, 'company.pem');
    await writeFile(file, authority.ca);
    const field = window.getByRole('textbox', { name: 'Authority of your company' });
    await field.fill(file);
    await window.keyboard.press('Enter');
    const stored = async () => {
      const { interception, companyCa } = (await launched.invoke('app.bootstrap', null)).settings;
      return { offersHttp2: interception.offersHttp2, companyCa };
    };
    await expect.poll(stored).toEqual({ offersHttp2: true, companyCa: file });
    await launched.screenshot('connection-options');
    await switchOn(window);
    await expect.poll(stored).toEqual({ offersHttp2: true, companyCa: file });
    await field.fill('');
    await window.keyboard.press('Enter');
    await expect.poll(stored).toEqual({ offersHttp2: true, companyCa: '' });
  });

  test('a redirect names its endpoint, so that an edited address is followed', async () => {
    const { window } = launched;
    const { settings } = await launched.invoke('app.bootstrap', null);
    const preset = settings.upstreams.find(({ name }) => name === 'ollama');
    const endpoint = preset?.endpoints[0];
    if (preset === undefined || endpoint === undefined) throw new Error('no preset named ollama');
    const own = { ...preset, name: 'mine', title: 'Mine', isPreset: false, isEnabled: true, activeEndpoint: 'own' };
    const at = (url: string) => ({ ...own, endpoints: [{ ...endpoint, name: 'own', url }] });
    await launched.invoke('upstreams.save', { upstream: at('http://127.0.0.1:1'), previousName: null });
    await openPanel(window);
    await switchOn(window);
    await addHost(window, 'localhost');
    await window.getByRole('combobox', { name: 'What happens to localhost' }).selectOption('redirect');
    await window.getByRole('combobox', { name: 'Endpoint that answers for localhost' }).selectOption('mine/own');
    const rules = async () => (await launched.invoke('app.bootstrap', null)).settings.interception.rules;
    const named = { upstream: 'mine', name: 'own' };
    await expect.poll(rules).toMatchObject([{ host: 'localhost', action: 'redirect', endpoint: named }]);
    const ca = await readFile((await launched.invoke('interception.authority', null))?.file ?? '', 'utf8');
    expect(await askThroughProxy(ca)).toContain('502');
    const moved = http.createServer((_, response) => response.end('the new address'));
    moved.listen(0, '127.0.0.1');
    await once(moved, 'listening');
    const { port: newPort } = moved.address() as AddressInfo;
    const saved = { ...at(`http://127.0.0.1:${newPort}`), name: 'renamed' };
    await launched.invoke('upstreams.save', { upstream: saved, previousName: 'mine' });
    await expect.poll(rules).toMatchObject([{ endpoint: { upstream: 'renamed', name: 'own' } }]);
    await expect.poll(() => askThroughProxy(ca)).toContain('the new address');
    moved.close();
  });

  test('saves, renews and removes the authority', async () => {
    const { window, app, dataFolder } = launched;
    await openPanel(window);
    await switchOn(window);
    const card = window.getByRole('region', { name: 'Certificate authority' });
    const file = path.join(dataFolder, 'saved.pem');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await card.getByRole('button', { name: 'Save PEM…' }).click();
    await card.getByText(`Saved: ${file}`).waitFor();
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
    const before = (await launched.invoke('interception.authority', null))?.fingerprint;
    await card.getByRole('button', { name: 'Renew' }).click();
    await card.getByText('New key and certificate.').waitFor();
    expect((await launched.invoke('interception.authority', null))?.fingerprint).not.toBe(before);
    await card.getByRole('button', { name: 'Remove' }).click();
    await card.getByRole('button', { name: 'Remove it' }).click();
    await card.getByText('There is none yet.').waitFor();
    const { settings } = await launched.invoke('app.bootstrap', null);
    expect(settings.interception.isEnabled).toBe(false);
    expect(await launched.invoke('interception.authority', null)).toBeNull();
  });
});
