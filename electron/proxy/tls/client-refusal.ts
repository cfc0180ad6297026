/** Says in words why a program did not go on when it saw our certificate. Pure: OpenSSL's reasons in, sentences out. */
import type { ExchangeFailure } from '../../../shared/model/exchange.ts';

export type RefusalFacts = {
  /** `host:port` of the CONNECT. */
  readonly authority: string;
  readonly certificateFile: string;
};

/** Alerts by which a client says that it does not trust a certificate (RFC 8446, 6.2). */
const distrust =
  /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|DECRYPT_ERROR|CERTIFICATE_REVOKED)/i;

/**
 * What BoringSSL (Electron) makes of an alert that OpenSSL sends in the clear before it has switched to its handshake key.
 * Seen 2026-11-22 with curl 7.88 and Electron 33.
 */
const unreadableAlert = /BAD_PACKET_LENGTH|DECRYPTION_FAILED_OR_BAD_RECORD_MAC/;

function advice({ authority, certificateFile }: RefusalFacts): string {
  const host = authority.replace(/:\d+$/, '');
  return `Start it with "wirelens run" or from the window (Connect), or make it trust ${certificateFile} (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, ...); if it accepts only its own certificates, put ${host} on "tunnel".`;
}

/** The handshake broke off. `error` null: the client just closed the connection. */
export function handshakeFailure(error: Error | null, facts: RefusalFacts): ExchangeFailure {
  const code = error !== null && 'code' in error ? String(error.code) : '';
  const refusal = refusalWords(code, facts);
  if (refusal !== null) return { kind: 'certificate-refused', message: refusal };
  return { kind: 'tls', message: otherWords(code, error?.message ?? '', facts) };
}

/** Null: it broke off for another reason than our certificate. */
function refusalWords(code: string, facts: RefusalFacts): string | null {
  if (distrust.test(code)) {
    const reason = code
      .replace(/^.*ALERT_/, '')
      .replaceAll('_', ' ')
      .toLowerCase();
    return `The program refused Wirelens's certificate for ${facts.authority} (${reason}). ${advice(facts)}`;
  }
  if (unreadableAlert.test(code)) {
    return `The program broke off the TLS handshake with ${facts.authority} when it saw Wirelens's certificate. ${advice(facts)}`;
  }
  if (code === '' || code === 'ECONNRESET' || code === 'EPIPE') {
    return `The program closed the connection to ${facts.authority} during the TLS handshake, which is how some refuse a certificate. ${advice(facts)}`;
  }
  return null;
}

function otherWords(code: string, message: string, facts: RefusalFacts): string {
  if (code.includes('NO_APPLICATION_PROTOCOL') || message.includes('no application protocol')) {
    return `The program speaks neither HTTP/1.1 nor HTTP/2 to ${facts.authority} (ALPN), so Wirelens cannot intercept it. Put the host on "tunnel".`;
  }
  return `What the program sent to ${facts.authority} is no TLS handshake that Wirelens understands (${code || message}). If it is no TLS, put the host on "tunnel".`;
}

/** The handshake was done and the connection closed at once, with nothing asked. */
export function closedSilently(facts: RefusalFacts): ExchangeFailure {
  const message = `The program closed the connection to ${facts.authority} right after the TLS handshake without asking anything: Node programs do so when they do not trust the certificate. ${advice(facts)}`;
  return { kind: 'certificate-refused', message };
}
