/** Says in words why an upstream could not be reached or stopped answering. Pure: Node's error codes in, sentences out. */
import type { ExchangeFailure, FailureKind } from '../../shared/model/exchange.ts';

const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$|ERR_OSSL)/;

/** The code of a Node error, or of the first of several (`localhost` tried as IPv6 and IPv4). */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return '';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error instanceof AggregateError ? error.errors[0] : null;
  return error.message || (first instanceof Error ? first.message : error.name);
}

function kindOf(code: string, message: string): FailureKind {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL' || code === 'EAI_NODATA') return 'dns';
  if (code === 'ECONNREFUSED') return 'connection-refused';
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'timeout';
  if (tlsCode.test(code) || message.includes('before secure TLS connection')) return 'tls';
  if (code.startsWith('HPE_')) return 'protocol';
  if (code === 'ECONNRESET' && message === 'socket hang up') return 'upstream-closed';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') return 'connection-reset';
  return 'protocol';
}

/** Before the response's head: the client gets a 502 with this. `origin` is the endpoint's scheme, host and port. */
export function failureBeforeHead(error: unknown, origin: string): ExchangeFailure {
  const code = codeOf(error);
  // Ours: the way there is closed, before any server was asked (proxy-agents.ts, tls/tunnel.ts).
  if (code === 'ERR_WIRELENS_WAY') return { kind: 'connection-refused', message: wayWords(origin, messageOf(error)) };
  const kind = kindOf(code, messageOf(error));
  return { kind, message: beforeHeadWords(kind, origin, code, messageOf(error)) };
}

function wayWords(origin: string, message: string): string {
  return `${origin} could not be reached: ${message}. Check HTTPS_PROXY and NO_PROXY.`;
}

function beforeHeadWords(kind: FailureKind, origin: string, code: string, message: string): string {
  switch (kind) {
    case 'dns':
      return `The name in ${origin} could not be resolved (${code}). Check the endpoint's URL and your network.`;
    case 'connection-refused':
      return `Nothing is listening at ${origin} (connection refused). Start the server or correct the endpoint's URL.`;
    case 'timeout':
      return `${origin} could not be reached (${code}). Check your network, VPN or firewall.`;
    case 'tls':
      return `The TLS connection to ${origin} failed: ${message} (${code}). Check the endpoint's certificate.`;
    case 'upstream-closed':
      return `${origin} closed the connection before it answered. Try again, or look at its log.`;
    case 'connection-reset':
      return `${origin} reset the connection before it answered (${code}). Try again, or look at its log.`;
    default:
      return `The answer of ${origin} is no valid HTTP: ${message}${code === '' ? '' : ` (${code})`}.`;
  }
}

/** In the middle of the body. `bytes`: how much of it came. */
export function failureInBody(error: unknown, origin: string, bytes: number): ExchangeFailure {
  const code = codeOf(error);
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    return { kind: 'protocol', message: `The body from ${origin} broke HTTP framing after ${bytes} bytes (${code}).` };
  }
  const isReset = code === 'ECONNRESET' && messageOf(error) !== 'aborted';
  if (isReset || code === 'EPIPE' || code === 'ETIMEDOUT') {
    return { kind: 'connection-reset', message: `${origin} reset the connection after ${bytes} bytes of the answer.` };
  }
  return {
    kind: 'upstream-closed',
    message: `${origin} closed the connection in the middle of the answer, after ${bytes} bytes.`,
  };
}
