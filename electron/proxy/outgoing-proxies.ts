/** The proxy of the user's network that our own connections must take, from the usual environment variables. Opens nothing. */
import { BlockList, isIP } from 'node:net';
import { isLoopbackName } from './access-guard.ts';
import type { HostAndPort } from './authority-form.ts';
import { type Origin, originOf } from './origin.ts';

/** The proxy for a connection to this host; null: straight there. */
export type OutgoingProxies = (target: HostAndPort & { readonly isTls: boolean }) => Origin | null;

/**
 * Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, lower case first as curl does. Addresses of this machine are
 * always reached straight. What is no http or https proxy is ignored and told.
 */
export function outgoingProxiesOf(
  environment: Readonly<Record<string, string | undefined>>,
  onProblem: (text: string) => void,
): OutgoingProxies {
  const read = (...names: readonly string[]): Origin | null => {
    const name = names.find((candidate) => environment[candidate]);
    if (name === undefined) return null;
    const text = environment[name] ?? '';
    const proxy = originOf(text.includes('://') ? text : `http://${text}`);
    if (proxy === null) onProblem(`${name} is no http or https proxy and is ignored`);
    return proxy;
  };
  const forTls = read('https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY');
  // Upper-case HTTP_PROXY can be set by a request in CGI programs, which we are none of.
  const forPlain = read('http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY');
  const exceptions = parseExceptions(environment.no_proxy ?? environment.NO_PROXY ?? '');
  return (target) => {
    const proxy = target.isTls ? forTls : forPlain;
    if (proxy === null || isLoopbackName(target.hostname)) return null;
    return exceptions.some((isExcepted) => isExcepted(target)) ? null : proxy;
  };
}

type Exception = (target: HostAndPort) => boolean;

/** `*`, `host`, `.host`, `*.host`, `host:port`, `10.0.0.0/8`: a name stands for itself and all below it. */
function parseExceptions(text: string): readonly Exception[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => parseRange(word) ?? parseException(word));
}

function parseException(word: string): Exception {
  if (word === '*') return () => true;
  const match = /^(?:\*?\.)?(\[[^\]]+\]|[^:]+|[0-9a-f:]+:[0-9a-f:]+)(?::(\d+))?$/.exec(word);
  const name = (match?.[1] ?? word).replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = match?.[2] === undefined ? null : Number(match[2]);
  return (target) => {
    if (port !== null && port !== target.port) return false;
    return target.hostname === name || target.hostname.endsWith(`.${name}`);
  };
}

/** Networks, as curl, Go and Python's requests know them; they hold for addresses only. Null: the word is none. */
function parseRange(word: string): Exception | null {
  const [address = '', bits = '', ...rest] = word.replace(/[[\]]/g, '').split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return null;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (version === 6 ? 128 : 32)) return null;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family);
  return ({ hostname }) => isIP(hostname) === version && network.check(hostname, family);
}
