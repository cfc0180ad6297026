import { describe, expect, test } from 'vitest';
import { createSecretMasker, isSecretHeader } from './secrets.ts';

const masker = createSecretMasker('salt');
const key = 'sk-proj-0123456789abcdefWXYZ';

describe('headers', () => {
  test('a bearer key keeps its scheme, its last four characters and a hash', () => {
    const [entry] = masker.headers(['Authorization', `Bearer ${key}`]);
    expect(entry?.value).toMatch(/^Bearer ••••WXYZ #[0-9a-f]{4}$/);
    expect(entry?.secret).toMatchObject({ scheme: 'Bearer', lastFour: 'WXYZ' });
    expect(entry?.name).toBe('Authorization');
  });

  test('the same key has the same hash in every place, and another one on another installation', () => {
    const bearer = masker.headers(['Authorization', `Bearer ${key}`])[0]?.secret?.hash;
    expect(masker.headers(['x-api-key', key])[0]?.secret?.hash).toBe(bearer);
    expect(masker.target(`/v1?key=${key}`)).toContain(`#${bearer}`);
    expect(createSecretMasker('other').fingerprint(key).hash).not.toBe(bearer);
  });

  test('a short secret shows nothing of itself', () => {
    expect(masker.headers(['x-api-key', 'hunter2'])[0]?.value).toMatch(/^•••• #[0-9a-f]{4}$/);
  });

  test('an AWS signature is masked whole', () => {
    const value =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/2024/us/bedrock/aws4_request, SignedHeaders=host, Signature=abcdef012345';
    const [entry] = masker.headers(['authorization', value]);
    expect(entry?.value).toMatch(/^AWS4-HMAC-SHA256 ••••2345 #/);
  });

  test('a key in a WebSocket subprotocol is masked, the other protocols stay', () => {
    const [entry] = masker.headers(['Sec-WebSocket-Protocol', `realtime, openai-insecure-api-key.${key}, beta.v1`]);
    expect(entry?.value).toMatch(/^realtime, openai-insecure-api-key\.••••WXYZ #[0-9a-f]{4}, beta\.v1$/);
  });

  test.each([
    'authorization',
    'proxy-authorization',
    'x-api-key',
    'api-key',
    'x-goog-api-key',
    'cookie',
    'set-cookie',
    'x-amz-security-token',
    'x-auth-token',
    'cf-aig-authorization',
    'helicone-auth',
    'x-portkey-api-key',
    'x-session-id',
    'client-secret',
    'ocp-apim-subscription-key',
  ])('%s is a secret', (name) => expect(isSecretHeader(name)).toBe(true));
  test.each([
    'content-type',
    'idempotency-key',
    'sec-websocket-key',
    'x-ratelimit-remaining-tokens',
    'anthropic-ratelimit-tokens-reset',
    'x-amzn-bedrock-input-token-count',
    'x-request-id',
    'www-authenticate',
    'user-agent',
    'openai-organization',
    'x-stainless-retry-count',
  ])('%s is none', (name) => expect(isSecretHeader(name)).toBe(false));
});

describe('targets', () => {
  test.each([
    'key',
    'api_key',
    'api-key',
    'access_token',
    'X-Amz-Signature',
    'X-Amz-Credential',
    'X-Amz-Security-Token',
    'sig',
    'token',
  ])('?%s= is masked, the rest stays byte for byte', (name) => {
    const masked = masker.target(`/v1/x?alt=sse&${name}=${key}&b=%20`);
    expect(masked).toMatch(/^\/v1\/x\?alt=sse&[^=]+=••••WXYZ #[0-9a-f]{4}&b=%20$/);
  });
  test('a plain query is left alone', () => {
    expect(masker.target('/v1/x?alt=sse&keyword=1&monkey=2')).toBe('/v1/x?alt=sse&keyword=1&monkey=2');
  });
  test('user info in a URL is masked', () => {
    expect(masker.target('https://user:pass@host/path')).toBe('https://••••@host/path');
  });
  test('a key within a Location or Referer header is masked', () => {
    expect(masker.headers(['Location', `https://x/y?key=${key}`])[0]?.value).not.toContain(key);
  });
});
