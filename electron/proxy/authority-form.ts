/** Targets of proxy requests taken apart: `host:port` of CONNECT, and `http://host/path`. Pure. */
import { normalizedHost } from '../../shared/upstreams/host-rules.ts';

export type HostAndPort = {
  /** Lower case, without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
};

const authorityPattern = /^(\[[0-9a-f:.]+\]|[a-z0-9._~*-]+):([0-9]{1,5})$/i;

/** What a CONNECT asks for; null when it is no `host:port` (RFC 9112, 3.2.3). */
export function parseAuthority(text: string): HostAndPort | null {
  const match = authorityPattern.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) return null;
  return { hostname: normalizedHost(match[1]), port };
}

export type AbsoluteTarget = HostAndPort & {
  readonly isTls: boolean;
  /** Path and query, byte for byte. */
  readonly path: string;
};

const absolutePattern = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::([0-9]{0,5}))?([/?].*)?$/i;

/** A request target in absolute form; null for any other form, and for one with user info or a broken port. */
export function parseAbsoluteTarget(target: string): AbsoluteTarget | null {
  const match = absolutePattern.exec(target);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const isTls = match[1].toLowerCase() === 'https';
  const port = match[3] ? Number(match[3]) : isTls ? 443 : 80;
  if (port < 1 || port > 65_535) return null;
  const rest = match[4] ?? '/';
  return { hostname: normalizedHost(match[2]), port, isTls, path: rest.startsWith('/') ? rest : `/${rest}` };
}

/** `scheme://host[:port]`, without the scheme's own port. */
export function originText(isTls: boolean, { hostname, port }: HostAndPort): string {
  const name = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${isTls ? 'https' : 'http'}://${name}${port === (isTls ? 443 : 80) ? '' : `:${port}`}`;
}

/** `host:port`, as in a CONNECT. */
export function authorityText({ hostname, port }: HostAndPort): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
