/** Says in words why an upstream cannot be saved: the settings store refuses it, a form can say so while one types. */
import type { Endpoint, Upstream } from '../model/upstream.ts';
import { sampleUpstreamName } from './presets.ts';

const namePattern = /^[a-z0-9-]{1,40}$/;
const urlPattern = /^https?:\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\]+)(:\d{1,5})?(\/[^\s?#\\]*)?$/i;
/** @see https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const headerNamePattern = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/** First path segments of bare provider paths: an upstream of that name would take their traffic. */
const pathNames = ['v1', 'v2', 'v1alpha', 'v1beta', 'v1beta1', 'api'];

/** Headers that carry secrets: these belong to the endpoint's key, which the OS keeps, not into a plain file. */
const secretHeaders = ['authorization', 'proxy-authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'cookie'];

/** The first thing wrong with `upstream`, as a sentence; null when nothing is. */
export function upstreamProblem(upstream: Upstream): string | null {
  return nameProblem(upstream.name) ?? endpointsProblem(upstream);
}

/** Why `name` cannot be an upstream's prefix; null when it can. */
export function nameProblem(name: string): string | null {
  if (!namePattern.test(name)) {
    return `"${name}" cannot be a prefix: use 1 to 40 of the characters a-z, 0-9 and "-".`;
  }
  if (pathNames.includes(name)) return `"${name}" is the start of provider paths: choose another prefix.`;
  if (name === sampleUpstreamName) return `"${name}" is the built-in sample upstream: choose another prefix.`;
  return null;
}

/** Why `url` cannot be an endpoint's address; null when it can. */
export function urlProblem(url: string): string | null {
  if (/^https?:\/\/[^/]*@/i.test(url)) return "An address cannot hold a user or password: use the endpoint's key.";
  if (/[?#]/.test(url)) return `"${url}" has a query or fragment: an address ends with its path.`;
  const match = urlPattern.exec(url);
  if (!match) return `"${url}" is no address: it must look like https://host or http://host:port/path.`;
  const port = match[2] === undefined ? 1 : Number(match[2].slice(1));
  return port >= 1 && port <= 65535 ? null : `"${url}" has no valid port: 1 to 65535.`;
}

function endpointsProblem(upstream: Upstream): string | null {
  const names = upstream.endpoints.map((endpoint) => endpoint.name);
  if (names.length === 0) return `"${upstream.name}" needs at least one endpoint.`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `Two endpoints are called "${twice}": each needs its own name.`;
  for (const endpoint of upstream.endpoints) {
    const problem = endpointProblem(endpoint);
    if (problem) return problem;
  }
  if (names.includes(upstream.activeEndpoint)) return null;
  return `"${upstream.activeEndpoint}" is none of the endpoints of "${upstream.name}".`;
}

function endpointProblem(endpoint: Endpoint): string | null {
  if (!namePattern.test(endpoint.name)) {
    return `"${endpoint.name}" cannot be an endpoint's name: use 1 to 40 of the characters a-z, 0-9 and "-".`;
  }
  return urlProblem(endpoint.url) ?? headersProblem(endpoint) ?? tlsProblem(endpoint);
}

/** Why an endpoint's TLS settings cannot be kept; null when they can. What files hold is looked at when they are used. */
export function tlsProblem({ name, tls, url }: Endpoint): string | null {
  if (tls === undefined) return null;
  if (/^http:/i.test(url) && `${tls.ca}${tls.clientCertificate}${tls.serverName}` !== '') {
    return `"${name}" is reached without TLS (http:): its TLS settings would never be used.`;
  }
  if (`${tls.ca}${tls.clientCertificate}`.includes('PRIVATE KEY-----')) {
    return `A private key does not belong into the settings file: set it as the client key of "${name}".`;
  }
  if (tls.clientCertificate === '' && tls.clientKey !== null) return `The client key of "${name}" has no certificate.`;
  if (tls.serverName !== '' && !/^[a-z0-9_.-]{1,253}$/i.test(tls.serverName)) {
    return `"${tls.serverName}" is no server name: write a host name.`;
  }
  return null;
}

function headersProblem(endpoint: Endpoint): string | null {
  for (const { name, value } of endpoint.headers) {
    if (!headerNamePattern.test(name)) return `"${name}" is no header name.`;
    if (secretHeaders.includes(name.toLowerCase())) {
      return `"${name}" carries a secret: set it as the key of "${endpoint.name}", so that the system keeps it.`;
    }
    if (hasControlCharacter(value)) return `The value of "${name}" holds a line break or another control character.`;
  }
  return null;
}

function hasControlCharacter(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 32 && character !== '\t') || code === 127) return true;
  }
  return false;
}
