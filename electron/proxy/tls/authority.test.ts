/** The authority as OpenSSL and Node see it: what it may sign, what it may not, how it grows, renews and ends. */
// Before the library, which declares its classes with decorators.
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAddress } from '../../../shared/upstreams/host-rules.ts';
import { knownHosts } from '../../../shared/upstreams/known-hosts.ts';
import { hasOpenssl } from '../../../tests/support/programs.ts';
import { type Authority, authorityDays, fingerprintOf, openAuthority } from './authority.ts';
import { authorityFolder, readAuthority, removeAuthority, type StoredAuthority } from './authority-file.ts';
import { createKeyPair, createLeafCertificate } from './certificates.ts';

const dayMs = 86_400_000;
let folder: string;
let now: number;
let notices: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-ca-'));
  now = Date.now();
  notices = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(hosts: readonly string[]): Promise<Authority> {
  return openAuthority({ dataFolder: folder, hosts, now: () => now, onNotice: (title) => notices.push(title) });
}

function stored(): StoredAuthority {
  const read = readAuthority(folder);
  if (read === null || read === 'damaged') throw new Error('no authority');
  return read;
}

/** What a thief could make with the authority's stolen key. */
async function stolenLeaf(host: string, validity = { notBefore: now - dayMs, notAfter: now + dayMs }) {
  const keys = await createKeyPair();
  return { key: keys.privateKey, cert: await createLeafCertificate(stored(), host, keys.publicKey, validity) };
}

/** The same without a list of names, as certificates were before 2017. */
async function stolenWithCommonName(host: string): Promise<{ readonly key: string; readonly cert: string }> {
  const { certificate, privateKey } = stored();
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pemBytes = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pemBytes(privateKey), algorithm, false, ['sign']);
  const keys = await createKeyPair();
  const publicKey = await webcrypto.subtle.importKey('spki', pemBytes(keys.publicKey), algorithm, true, ['verify']);
  const made = await x509.X509CertificateGenerator.create({
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + dayMs),
    subject: `CN=${host}`,
    issuer: new x509.X509Certificate(certificate).subject,
    serialNumber: '0a',
    publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
  });
  return { key: keys.privateKey, cert: made.toString('pem') };
}

/** Resolves with null when Node accepts the certificate for the name, else with the code of its refusal. */
function nodeVerdict(leaf: { readonly key: string; readonly cert: string }, name: string, ca: string) {
  return new Promise<string | null>((resolve) => {
    const server = tls.createServer(leaf, (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    const finish = (verdict: string | null): void => {
      server.close();
      resolve(verdict);
    };
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const servername = isAddress(name) ? {} : { servername: name };
      const client = tls.connect({
        port,
        host: '127.0.0.1',
        ca,
        ...servername,
        checkServerIdentity: (_, peer) => tls.checkServerIdentity(name, peer),
      });
      client.once('secureConnect', () => {
        client.destroy();
        finish(null);
      });
      client.once('error', (error: NodeJS.ErrnoException) => finish(`${error.code} ${error.message}`));
    });
  });
}

function opensslVerdict(cert: string, host: string, ca: string): string {
  const leafFile = join(folder, 'leaf.pem');
  const caFile = join(folder, 'trusted.pem');
  writeFileSync(leafFile, cert);
  writeFileSync(caFile, ca);
  const check = isAddress(host) ? '-verify_ip' : '-verify_hostname';
  try {
    return String(
      execFileSync(
        'openssl',
        ['verify', '-x509_strict', '-purpose', 'sslserver', check, host, '-CAfile', caFile, leafFile],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      ),
    );
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
}

test('a leaf for a listed host is good for Node', async () => {
  const authority = await open(knownHosts);
  expect(await nodeVerdict(await stolenLeaf('api.openai.com'), 'api.openai.com', authority.certificate)).toBeNull();
  const azure = 'mine.openai.azure.com';
  expect(await nodeVerdict(await stolenLeaf(azure), azure, authority.certificate)).toBeNull();
});

test.each(['example.com', 'notapi.openai.com', 'openai.com', '127.0.0.1', '::1', 's3.amazonaws.com'])(
  'with the stolen key, a leaf for %s is refused by Node',
  async (host) => {
    const authority = await open(knownHosts);
    const verdict = await nodeVerdict(await stolenLeaf(host), host, authority.certificate);
    expect(verdict).toMatch(/(permitted|excluded) subtree violation/);
  },
);

test.skipIf(!hasOpenssl)('OpenSSL in strict mode accepts a listed host and refuses all others', async () => {
  const { certificate } = await open(knownHosts);
  expect(opensslVerdict((await stolenLeaf('api.anthropic.com')).cert, 'api.anthropic.com', certificate)).toContain(
    'OK',
  );
  expect(opensslVerdict((await stolenLeaf('example.com')).cert, 'example.com', certificate)).toContain(
    'permitted subtree violation',
  );
  expect(opensslVerdict((await stolenLeaf('127.0.0.1')).cert, '127.0.0.1', certificate)).toContain(
    'excluded subtree violation',
  );
  expect(opensslVerdict((await stolenLeaf('::1')).cert, '::1', certificate)).toContain('excluded subtree violation');
});

test.skipIf(!hasOpenssl)('a listed address may be signed for, its neighbour and the other family may not', async () => {
  const { certificate } = await open(['api.openai.com', '10.0.0.5']);
  expect(opensslVerdict((await stolenLeaf('10.0.0.5')).cert, '10.0.0.5', certificate)).toContain('OK');
  expect(opensslVerdict((await stolenLeaf('10.0.0.6')).cert, '10.0.0.6', certificate)).toContain('violation');
  expect(opensslVerdict((await stolenLeaf('::1')).cert, '::1', certificate)).toContain('violation');
  const six = await open(['2001:db8::5']);
  expect(opensslVerdict((await stolenLeaf('2001:db8::5')).cert, '2001:db8::5', six.certificate)).toContain('OK');
  expect(opensslVerdict((await stolenLeaf('2001:db8::6')).cert, '2001:db8::6', six.certificate)).toContain('violation');
});

test.skipIf(!hasOpenssl)('a leaf cannot sign another certificate, and the authority no authority', async () => {
  const { certificate } = await open(['api.openai.com']);
  const leaf = await stolenLeaf('api.openai.com');
  const keys = await createKeyPair();
  const validity = { notBefore: now - dayMs, notAfter: now + dayMs };
  const below = await createLeafCertificate(
    { certificate: leaf.cert, privateKey: leaf.key },
    'api.openai.com',
    keys.publicKey,
    validity,
  );
  const files = { ca: join(folder, 'c.pem'), middle: join(folder, 'm.pem'), end: join(folder, 'e.pem') };
  writeFileSync(files.ca, certificate);
  writeFileSync(files.middle, leaf.cert);
  writeFileSync(files.end, below);
  expect(() =>
    execFileSync('openssl', ['verify', '-CAfile', files.ca, '-untrusted', files.middle, files.end], { stdio: 'pipe' }),
  ).toThrow(/invalid CA certificate/);
});

test('a stolen leaf is good for its own host only', async () => {
  const authority = await open(knownHosts);
  const leaf = await authority.leafFor('api.openai.com');
  for (const other of ['example.com', 'api.anthropic.com', '127.0.0.1']) {
    expect(await nodeVerdict(leaf, other, authority.certificate)).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    if (hasOpenssl) expect(opensslVerdict(leaf.cert, other, authority.certificate)).toMatch(/mismatch/i);
  }
});

test('with the stolen key, a certificate that names its host only as a common name is refused too', async () => {
  const { certificate } = await open(knownHosts);
  const leaf = await stolenWithCommonName('example.com');
  expect(await nodeVerdict(leaf, 'example.com', certificate)).toMatch(/permitted subtree violation|ALTNAME_INVALID/);
  if (hasOpenssl) expect(opensslVerdict(leaf.cert, 'example.com', certificate)).toMatch(/violation|mismatch/);
});

test('nothing of the authority can be read by others', async () => {
  await open(['api.openai.com']);
  const ca = authorityFolder(folder);
  expect(statSync(ca).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(ca)) expect([file, statSync(join(ca, file)).mode & 0o777]).toEqual([file, 0o600]);
  expect(readFileSync(join(ca, 'ca.pem'), 'utf8')).not.toContain('PRIVATE');
});

test('opened again it is the same authority, silently', async () => {
  const first = await open(['api.openai.com']);
  const second = await open(['api.openai.com', 'eu.api.openai.com']);
  expect(second.certificate).toBe(first.certificate);
  expect(notices).toEqual([]);
});

test('two processes that start at once end with one authority', async () => {
  const [first, second] = await Promise.all([open(['api.openai.com']), open(['api.openai.com'])]);
  expect(second.certificate).toBe(first.certificate);
});

test('when the list grows it is issued anew with notice, and programs with the old certificate keep what they had', async () => {
  const first = await open(['api.openai.com']);
  const grown = await open(['api.example.org']);
  expect(notices).toEqual(['The certificate authority was issued anew']);
  expect(grown.certificate).not.toBe(first.certificate);
  expect(grown.names.names).toEqual(['api.example.org', 'api.openai.com']);
  const [old, added] = [await stolenLeaf('api.openai.com'), await stolenLeaf('api.example.org')];
  expect(await nodeVerdict(old, 'api.openai.com', first.certificate)).toBeNull();
  expect(await nodeVerdict(added, 'api.example.org', first.certificate)).not.toBeNull();
  expect(await nodeVerdict(added, 'api.example.org', grown.certificate)).toBeNull();
});

test('near its end it is renewed with another key and with notice', async () => {
  const first = await open(['api.openai.com']);
  const before = stored();
  now += (authorityDays.life - authorityDays.renewal + 1) * dayMs;
  const second = await open(['api.openai.com']);
  expect(notices).toEqual(['The certificate authority was renewed']);
  expect(stored().publicKey).not.toBe(before.publicKey);
  expect(fingerprintOf(second.certificate)).not.toBe(fingerprintOf(first.certificate));
});

test('a damaged file is replaced with notice', async () => {
  await open(['api.openai.com']);
  const file = join(authorityFolder(folder), 'authority.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/PRIVATE KEY-----\\n..../, 'PRIVATE KEY-----\\nAAAA'));
  await open(['api.openai.com']);
  expect(notices).toEqual(['The certificate authority was damaged']);
});

test('removed, nothing of it is left', async () => {
  await open(['api.openai.com']);
  expect(removeAuthority(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(removeAuthority(folder)).toBe(false);
});

test('a leaf is made once, made anew before it ends, and refused when the authority has ended', async () => {
  const authority = await open(['api.openai.com']);
  const first = await authority.leafFor('api.openai.com');
  expect(await authority.leafFor('API.OPENAI.COM.')).toBe(first);
  now += 6 * dayMs + 1;
  expect(await authority.leafFor('api.openai.com')).not.toBe(first);
  now += authorityDays.life * dayMs;
  await expect(authority.leafFor('api.openai.com')).rejects.toThrow('expired');
});

test('an expired leaf is refused by Node', async () => {
  const authority = await open(['api.openai.com']);
  const leaf = await stolenLeaf('api.openai.com', { notBefore: now - 2 * dayMs, notAfter: now - dayMs });
  expect(await nodeVerdict(leaf, 'api.openai.com', authority.certificate)).toContain('CERT_HAS_EXPIRED');
});

test('an expired authority is refused by Node', async () => {
  now -= (authorityDays.life + 10) * dayMs;
  const authority = await open(['api.openai.com']);
  const leaf = await stolenLeaf('api.openai.com', { notBefore: Date.now() - dayMs, notAfter: Date.now() + dayMs });
  expect(await nodeVerdict(leaf, 'api.openai.com', authority.certificate)).toContain('CERT_HAS_EXPIRED');
});

test('the certificate says what it is', async () => {
  const parsed = new X509Certificate((await open(['api.openai.com'])).certificate);
  expect(parsed.ca).toBe(true);
  expect(parsed.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(parsed.subject).toMatch(/Wirelens [0-9a-f]{8}/);
});
