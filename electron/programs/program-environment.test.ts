/** What a started program finds in its environment. */
import { expect, test } from 'vitest';
import { addedVariables } from './environment-for.ts';
import { baseUrlEnvironment, proxyEnvironment, userEnvironment } from './program-environment.ts';

const files = { nodeExtra: '/ca/ca.pem', bundle: '/ca/bundle.pem', javaStore: '/ca/trust.jks' };

test('what npm and Electron set for us is not passed on, all else is', () => {
  const given = {
    PATH: '/bin',
    npm_config_prefix: '/x',
    ELECTRON_RUN_AS_NODE: '1',
    INIT_CWD: '/y',
    WIRELENS_DATA: '/z',
  };
  expect(userEnvironment(given)).toEqual({ PATH: '/bin', WIRELENS_DATA: '/z' });
});

test('what has to be exported is what differs, the proxy first', () => {
  const given = { PATH: '/bin', SSL_CERT_FILE: '/etc/other.pem', NO_PROXY: 'intern.example' };
  const full = proxyEnvironment(given, { url: 'http://127.0.0.1:1', rules: [], files });
  const added = addedVariables(given, full);
  expect(added.some(({ name }) => name === 'PATH')).toBe(false);
  expect(added.slice(0, 6).every(({ name }) => /_proxy$/i.test(name))).toBe(true);
  expect(added).toContainEqual({ name: 'SSL_CERT_FILE', value: '/ca/bundle.pem' });
  expect(added).toContainEqual({ name: 'NO_PROXY', value: 'localhost,127.0.0.1,::1,intern.example' });
});

test('base URLs leave the proxy of the user alone', () => {
  const full = baseUrlEnvironment({ HTTPS_PROXY: 'http://company:3128' }, 'http://127.0.0.1:1');
  expect(full).toMatchObject({ HTTPS_PROXY: 'http://company:3128', OPENAI_BASE_URL: 'http://127.0.0.1:1/openai/v1' });
});
