/** An endpoint that asks who we are: its client key is typed into the dialog, kept by the vault, and shown to the server alone. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { createTestAuthority, type TestAuthority } from '../support/test-authority.ts';

let launched: LaunchedApp;
let authority: TestAuthority;
let server: https.Server;

beforeAll(async () => {
  authority = await createTestAuthority();
  const { key, cert, ca } = authority;
  server = https.createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const shown = (request.socket as TLSSocket).getPeerCertificate();
    response.end(JSON.stringify({ client: shown.subject.CN }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  launched = await launchApp();
});
afterAll(async () => {
  await launched?.close();
  server?.close();
});

test('the key typed in the TLS group is used for the next request and stands in no file of ours', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: /^Upstreams/ }).click();
  await window
    .getByRole('button', { name: /Add|New upstream/ })
    .first()
    .click();
  const dialog = window.getByRole('dialog', { name: 'New upstream' });
  await dialog.getByLabel('Name', { exact: true }).fill('mutual');
  await dialog.getByLabel('Title').fill('Mutual');
  const { port } = server.address() as AddressInfo;
  await dialog.getByLabel('Address').fill(`https://localhost:${port}`);
  await dialog.getByRole('button', { name: /^TLS/ }).click();
  await dialog.getByLabel('Authority to trust').fill(authority.ca);
  await dialog.getByLabel('Client certificate').fill(authority.cert);
  await dialog.getByLabel('Client key').fill(authority.key);
  await dialog.getByText('Kept by the system’s key store').waitFor();
  await launched.screenshot('client-key');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(async () => {
      const { upstreams } = (await launched.invoke('app.bootstrap', null)).settings;
      return upstreams.find(({ name }) => name === 'mutual')?.endpoints[0]?.tls?.clientKey;
    })
    .toMatchObject({ kind: 'stored', lastFour: null });
  const response = await fetch(`${launched.proxyUrl}/mutual/v1/models`);
  expect(await response.json()).toEqual({ client: 'localhost' });
  const secret = authority.key.split('\n')[1]?.slice(0, 40) ?? '';
  for (const name of await readdir(launched.dataFolder)) {
    if (!name.endsWith('.json')) continue;
    expect(await readFile(path.join(launched.dataFolder, name), 'utf8'), name).not.toContain(secret);
  }
});
