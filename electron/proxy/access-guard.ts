/** Who may use the proxy (DESIGN.md section 5): programs of this machine, and pages it serves itself. Pure. */
import { timingSafeEqual } from 'node:crypto';
import type { ExchangeRequest } from './exchange-sides.ts';

/** What the guard looks at; header values, null where absent. */
export type AccessRequest = {
  readonly host: string | null;
  readonly origin: string | null;
  readonly fetchSite: string | null;
  readonly token: string | null;
};

export type AccessRules = {
  /** We listen on loopback only. */
  readonly isLoopback: boolean;
  /** Asked of every client when we listen wider. */
  readonly token: string | null;
};

/** Null: let in. Else the reason, in words for the client. */
export function refusalOf(request: AccessRequest, rules: AccessRules): string | null {
  if (request.origin !== null && !isLoopbackOrigin(request.origin)) {
    return `requests from web pages of ${request.origin} are refused; only pages on this machine may use Wirelens`;
  }
  // `Origin: null` comes from sandboxed frames and files: nobody can say whose page that is.
  if (isForeignSite(request)) return 'requests from web pages of other sites are refused';
  if (!rules.isLoopback) return tokenRefusal(request.token, rules.token);
  if (request.host !== null && !isLoopbackHost(request.host)) {
    return `the Host header says ${request.host}, which is not this machine: Wirelens listens on loopback only`;
  }
  return null;
}

/**
 * Null: this client may use us as its proxy. Pages cannot make a browser send such requests to us (only its proxy
 * setting can), and `Host` names where they go; so what is left to ask is the token, as the password of the proxy's URL.
 */
export function proxyRefusalOf(request: Pick<ExchangeRequest, 'headers'>, rules: AccessRules): string | null {
  if (rules.isLoopback) return null;
  const basic = /^basic +(\S+)$/i.exec(request.headers['proxy-authorization'] ?? '')?.[1] ?? '';
  const given = Buffer.from(basic, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
  const refusal = tokenRefusal(given === '' ? null : given, rules.token);
  return refusal === null
    ? null
    : `${refusal}, or as the password of the proxy's URL (http://wirelens:TOKEN@host:port)`;
}

/** Without `Origin`, browsers tell by `Sec-Fetch-Site`; `none` is the address bar, `same-*` are our own pages. */
function isForeignSite(request: AccessRequest): boolean {
  if (request.origin !== null) return false;
  return request.fetchSite === 'cross-site';
}

function tokenRefusal(given: string | null, wanted: string | null): string | null {
  if (wanted === null || wanted === '') return 'Wirelens listens beyond this machine but has no token; set one';
  if (given !== null && isSameText(given, wanted)) return null;
  return 'this Wirelens asks every client for its token, in the header x-wirelens-token';
}

function isSameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `127.0.0.1:7878`, `localhost`, `[::1]:7878`, `app.localhost`. */
export function isLoopbackHost(host: string): boolean {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::[0-9]*)?$/.exec(host.trim());
  return match?.[1] !== undefined && isLoopbackName(match[1]);
}

/** An address or name that means this machine; no port. */
export function isLoopbackName(name: string): boolean {
  const plain = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (plain === 'localhost' || plain.endsWith('.localhost')) return true;
  if (plain === '::1' || plain === '0:0:0:0:0:0:0:1') return true;
  return /^(::ffff:)?127(\.[0-9]{1,3}){3}$/.test(plain);
}

function isLoopbackOrigin(origin: string): boolean {
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  if (match?.[1] !== undefined) return isLoopbackHost(match[1]);
  // Pages of programs on this machine (editors, desktop apps, extensions the user installed) have schemes of their own.
  return /^(app|file|vscode-webview|tauri|chrome-extension|moz-extension|safari-web-extension):\/\//i.test(origin);
}
