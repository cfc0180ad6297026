/** What a program needs as a client of the proxy. */
import { expect, test } from 'vitest';
import { proxyRecipes } from './proxy-recipes.ts';

const setup = {
  certificateFile: '/data/ca/ca.pem',
  bundleFile: '/data/ca/bundle.pem',
  variables: [
    { name: 'HTTPS_PROXY', value: 'http://127.0.0.1:7878' },
    { name: 'https_proxy', value: 'http://127.0.0.1:7878' },
    { name: 'NODE_EXTRA_CA_CERTS', value: '/data/ca/ca.pem' },
    { name: 'SSL_CERT_FILE', value: '/data/ca/bundle.pem' },
  ],
};

function codeOf(id: string, shell: 'posix' | 'powershell' = 'posix'): string {
  const group = proxyRecipes(setup, shell).find((candidate) => candidate.id === id);
  return group?.recipes.map(({ code }) => code).join('\n') ?? '';
}

test('Node gets the certificate alone, Python the whole bundle, both the proxy', () => {
  expect(codeOf('node')).toContain('export NODE_EXTRA_CA_CERTS=/data/ca/ca.pem');
  expect(codeOf('python')).toContain('export SSL_CERT_FILE=/data/ca/bundle.pem');
  for (const id of ['all', 'node', 'python']) expect(codeOf(id)).toContain('export HTTPS_PROXY=http://127.0.0.1:7878');
});

test('everything is every variable, in the words of the shell', () => {
  expect(codeOf('all', 'powershell').split('\n')).toHaveLength(4);
  expect(codeOf('all', 'powershell')).toContain("$env:SSL_CERT_FILE = '/data/ca/bundle.pem'");
});

test('curl needs no environment', () => {
  expect(codeOf('curl')).toContain('curl --proxy http://127.0.0.1:7878 --cacert "/data/ca/ca.pem"');
});
