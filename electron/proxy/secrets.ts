/**
 * Replaces secrets by fingerprints before anything leaves the proxy (DESIGN.md 1.6): headers, queries, URLs.
 * The raw value lives only in the request being forwarded and as a key of the small cache here, in memory.
 */
import { createHmac } from 'node:crypto';
import type { HeaderEntry, HeaderList, SecretFingerprint } from '../../shared/model/headers.ts';

/** Header list as Node gives it: name, value, name, value… */
export type RawHeaders = readonly string[];

export type SecretMasker = {
  /** A header list fit for storing: same names, same order, secrets masked. */
  readonly headers: (raw: RawHeaders) => HeaderList;
  /** A path with query, or a whole URL, with the secrets in its query and its user info masked. */
  readonly target: (target: string) => string;
  readonly fingerprint: (value: string) => SecretFingerprint;
};

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-credential',
  'ocp-apim-subscription-key',
]);
const publicHeaders = new Set(['sec-websocket-key', 'sec-websocket-accept', 'idempotency-key', 'www-authenticate']);
const secretWord =
  /(^|[-_.])(api-?key|apikey|key|keys|token|tokens|secret|secrets|password|passwd|credential|credentials|signature|auth|authorization|cookie|jwt|session|sessionid)($|[-_.])/;
const harmlessWord =
  /rate-?limit|token-?(count|usage|limit)|tokens-?(remaining|limit|reset|used|count)|surrogate|cache/;
const secretQuery =
  /^(key|api[-_]?key|apikey|(access|id|refresh|auth|session)[-_]?token|token|auth|authorization|bearer|secret|client[-_]?secret|password|passwd|sig|signature|jwt|subscription-key|code|x-amz-.*|x-goog-(signature|credential)|awsaccesskeyid|googleaccessid)$/i;
const keyInProtocol = /((?:api-?key|token|bearer|auth|authorization)[.=-])([^\s,;]+)/gi;
const cacheLimit = 512;

/** Is the value of this header a secret? `name` in lower case. */
export function isSecretHeader(name: string): boolean {
  if (secretHeaders.has(name)) return true;
  return secretWord.test(name) && !publicHeaders.has(name) && !harmlessWord.test(name);
}

/** @param salt of this installation: the same key has the same fingerprint here, and another one elsewhere */
export function createSecretMasker(salt: string): SecretMasker {
  const prints = new Map<string, SecretFingerprint>();
  const kinds = new Map<string, string>();
  const fingerprint = (value: string): SecretFingerprint => cached(prints, value, () => takeFingerprint(value, salt));

  const entry = (name: string, value: string): HeaderEntry => {
    const kind = cached(kinds, name, () => headerKind(name.toLowerCase()));
    if (kind === 'secret') {
      const secret = fingerprint(value);
      return { name, value: maskedText(secret), secret };
    }
    if (kind === 'protocol') return { name, value: maskProtocols(value, fingerprint) };
    return { name, value: maskQuery(value, fingerprint) };
  };

  return {
    fingerprint,
    headers: (raw) => {
      const list: HeaderEntry[] = [];
      for (let index = 0; index + 1 < raw.length; index += 2) {
        list.push(entry(raw[index] as string, raw[index + 1] as string));
      }
      return list;
    },
    target: (target) => maskQuery(target, fingerprint),
  };
}

/** `Bearer ••••a1b2 #7f3c`, `••••a1b2 #7f3c`, or `•••• #7f3c` for a secret too short to show a part of. */
function maskedText(secret: SecretFingerprint): string {
  const scheme = secret.scheme === null ? '' : `${secret.scheme} `;
  return `${scheme}••••${secret.lastFour ?? ''} #${secret.hash}`;
}

function headerKind(name: string): 'secret' | 'protocol' | 'plain' {
  if (name === 'sec-websocket-protocol') return 'protocol';
  return isSecretHeader(name) ? 'secret' : 'plain';
}

function takeFingerprint(value: string, salt: string): SecretFingerprint {
  const match = /^([A-Za-z][A-Za-z0-9_-]{1,31}) +(\S.*)$/s.exec(value);
  const scheme = match?.[1] ?? null;
  const secret = match?.[2] ?? value;
  const hash = createHmac('sha256', salt).update(secret, 'utf8').digest('hex').slice(0, 4);
  return { scheme, lastFour: secret.length < 12 ? null : secret.slice(-4), hash };
}

/** Browsers can give a WebSocket no headers, so OpenAI's realtime API takes the key as `openai-insecure-api-key.<key>`. */
function maskProtocols(value: string, fingerprint: (value: string) => SecretFingerprint): string {
  return value.replace(keyInProtocol, (_, label: string, secret: string) => label + maskedText(fingerprint(secret)));
}

function maskQuery(text: string, fingerprint: (value: string) => SecretFingerprint): string {
  const plain = text.includes('@') ? text.replace(/(:\/\/)[^/?#@\s]+@/g, '$1••••@') : text;
  if (!plain.includes('=') || !/[?&]/.test(plain)) return plain;
  return plain.replace(/([?&])([^=&#\s]+)=([^&#\s>"]+)/g, (whole, mark: string, name: string, value: string) => {
    if (!secretQuery.test(decoded(name))) return whole;
    return `${mark}${name}=${maskedText(fingerprint(decoded(value)))}`;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Least recently used goes first; the cache holds raw values, so it stays small. */
function cached<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) {
    if (cache.size > cacheLimit / 2) {
      cache.delete(key);
      cache.set(key, known);
    }
    return known;
  }
  const value = make();
  if (cache.size >= cacheLimit) cache.delete(cache.keys().next().value as string);
  cache.set(key, value);
  return value;
}
