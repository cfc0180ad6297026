/** The absolute URL of an exchange's request, for formats that need one. */
import type { ExchangeDetail } from '../model/exchange.ts';
import { headerValue } from '../model/headers.ts';

/** What the upstream was asked; where nothing was asked, what the client asked of us. Secrets are masked. */
export function requestUrl({ start }: ExchangeDetail): string {
  if (start.upstreamUrl !== null) return start.upstreamUrl;
  if (/^https?:\/\//i.test(start.target)) return start.target;
  return `http://${headerValue(start.requestHeaders, 'host') ?? '127.0.0.1'}${start.target}`;
}

/** A secret in a URL as the proxy stores it: four dots, the last four characters where shown, and the hash. */
export const maskedSecretPattern = /••••[^&/?@\s#]*( #[0-9a-f]{4})?/g;

/** `requestUrl` as a valid URL: the dots of a masked secret are percent-encoded. */
export function encodedUrl(detail: ExchangeDetail): string {
  return requestUrl(detail).replace(maskedSecretPattern, (masked) => encodeURIComponent(masked));
}
