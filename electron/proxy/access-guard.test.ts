import { describe, expect, test } from 'vitest';
import { isLoopbackHost, isLoopbackName, refusalOf } from './access-guard.ts';

const request = { host: '127.0.0.1:7878', origin: null, fetchSite: null, token: null };
const loopback = { isLoopback: true, token: null };

describe('Host', () => {
  test.each([
    '127.0.0.1:7878',
    'localhost',
    'LOCALHOST:1',
    '[::1]:7878',
    '127.8.9.1',
    'app.localhost:80',
    'localhost.:7',
  ])('%s is this machine', (host) => expect(isLoopbackHost(host)).toBe(true));
  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '[::2]',
    '',
    'localhost@evil.example',
    '1270.0.0.1',
  ])('%s is not', (host) => expect(isLoopbackHost(host)).toBe(false));
  test('a foreign name that was rebound to loopback is refused', () => {
    expect(refusalOf({ ...request, host: 'evil.example:7878' }, loopback)).toContain('evil.example');
  });
});

describe('web pages', () => {
  test.each([
    'http://localhost:3000',
    'https://127.0.0.1:8443',
    'http://[::1]',
    'app://obsidian.md',
    'vscode-webview://x',
  ])('of %s may', (origin) => expect(refusalOf({ ...request, origin }, loopback)).toBeNull());
  test.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://evil.example:127'])(
    'of %s may not',
    (origin) => expect(refusalOf({ ...request, origin }, loopback)).not.toBeNull(),
  );
  test('without Origin, Sec-Fetch-Site tells: cross-site may not, none and same-origin may', () => {
    expect(refusalOf({ ...request, fetchSite: 'cross-site' }, loopback)).not.toBeNull();
    expect(refusalOf({ ...request, fetchSite: 'none' }, loopback)).toBeNull();
    expect(refusalOf({ ...request, fetchSite: 'same-origin' }, loopback)).toBeNull();
  });
});

describe('listening wider than loopback', () => {
  const wide = { isLoopback: false, token: 'open sesame' };
  test('asks every client for the token', () => {
    expect(refusalOf({ ...request, host: '10.0.0.1' }, wide)).toContain('x-wirelens-token');
    expect(refusalOf({ ...request, host: '10.0.0.1', token: 'wrong' }, wide)).not.toBeNull();
    expect(refusalOf({ ...request, host: '10.0.0.1', token: 'open sesame' }, wide)).toBeNull();
  });
  test('lets nobody in while there is no token', () => {
    expect(refusalOf({ ...request, token: '' }, { isLoopback: false, token: null })).not.toBeNull();
    expect(refusalOf({ ...request, token: '' }, { isLoopback: false, token: '' })).not.toBeNull();
  });
  test('any address but loopback is wider', () => {
    expect(['127.0.0.1', 'localhost', '::1'].every(isLoopbackName)).toBe(true);
    expect(['0.0.0.0', '::', '192.168.1.2'].some(isLoopbackName)).toBe(false);
  });
});
