/** TLS settings as they are typed. */
import { expect, test } from 'vitest';
import { clientKeyText, noTls, sourceOfText, tidyTls, tlsSummary } from './tls-draft.ts';

test('a key is a text, a variable or a file, by what it looks like', () => {
  expect(sourceOfText('  ')).toBeNull();
  expect(sourceOfText('-----BEGIN PRIVATE KEY-----\nMIIE')).toBe('typed');
  expect(sourceOfText(' env:CLIENT_KEY ')).toEqual({ kind: 'env', variable: 'CLIENT_KEY' });
  expect(sourceOfText('/etc/keys/client.pem')).toEqual({ kind: 'file', path: '/etc/keys/client.pem' });
});

test('a key that is kept does not come back', () => {
  expect(clientKeyText({ kind: 'stored', lastFour: null, hash: 'ab12' })).toBe('');
  expect(clientKeyText({ kind: 'env', variable: 'CLIENT_KEY' })).toBe('env:CLIENT_KEY');
});

test('settings that say nothing are not stored, and a key without a certificate is dropped', () => {
  expect(tidyTls(undefined)).toEqual({});
  expect(tidyTls({ ...noTls, ca: '  ' })).toEqual({});
  const key = { kind: 'file', path: '/k.pem' } as const;
  expect(tidyTls({ ...noTls, ca: ' /ca.pem\n', clientKey: key })).toEqual({ tls: { ...noTls, ca: '/ca.pem' } });
});

test('the summary says what is set', () => {
  expect(tlsSummary({ ...noTls, ca: '/ca.pem', serverName: 'inner.example' })).toBe('own authority, as inner.example');
});
