/** An endpoint's URL taken apart: where to connect, and the path it puts before the request's. */

export type Origin = {
  readonly isTls: boolean;
  /** Without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** As in a Host header: without the scheme's own port. */
  readonly host: string;
  /** `https://host[:port]`, for words and for the URL shown: never user info. */
  readonly text: string;
  /** `Basic …` of the user info in the URL, null without. */
  readonly basicAuthorization: string | null;
  /** Path without the final slash; empty for none. */
  readonly basePath: string;
};

const known = new Map<string, Origin | null>();

/** Null when the text is no http or https URL. Remembered, since it is asked for every request. */
export function originOf(url: string): Origin | null {
  const before = known.get(url);
  if (before !== undefined) return before;
  if (known.size > 256) known.clear();
  const origin = parseOrigin(url);
  known.set(url, origin);
  return origin;
}

function parseOrigin(text: string): Origin | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isTls = url.protocol === 'https:';
  if (!isTls && url.protocol !== 'http:') return null;
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    isTls,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    host: url.host,
    text: `${url.protocol}//${url.host}`,
    basicAuthorization: user === ':' ? null : `Basic ${Buffer.from(user).toString('base64')}`,
    basePath: url.pathname.replace(/\/+$/, ''),
  };
}
