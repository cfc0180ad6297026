/**
 * What the two sides agreed on in the handshake: the answer's `Sec-WebSocket-Extensions`. Only permessage-deflate changes
 * how frames are read; another extension that uses a reserved bit makes its frames unreadable, and that is said.
 * @see https://www.rfc-editor.org/rfc/rfc7692#section-7.1
 */

export type DeflateTerms = {
  /** The compressor of that side starts afresh with every message; else a message may refer to earlier ones. */
  readonly clientNoContextTakeover: boolean;
  readonly serverNoContextTakeover: boolean;
  /** Size of that side's window as a power of two, 8 to 15; 15 where nothing was said. */
  readonly clientMaxWindowBits: number;
  readonly serverMaxWindowBits: number;
};

export type SocketExtensions = {
  /** Null: nothing is compressed. */
  readonly deflate: DeflateTerms | null;
  /** Names of agreed extensions that we do not know. */
  readonly unknown: readonly string[];
};

/** Reads the header of the 101 answer (several joined by a comma); null or empty: none. */
export function readExtensions(header: string | null): SocketExtensions {
  let deflate: DeflateTerms | null = null;
  const unknown: string[] = [];
  for (const offer of (header ?? '').split(',')) {
    const [name = '', ...parameters] = offer.split(';').map((part) => part.trim());
    if (name.toLowerCase() === 'permessage-deflate') deflate ??= readTerms(parameters);
    else if (name !== '') unknown.push(name);
  }
  return { deflate, unknown };
}

function readTerms(parameters: readonly string[]): DeflateTerms {
  const values = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
      return [name.toLowerCase(), value.replaceAll('"', '')];
    }),
  );
  const bits = (name: string): number => {
    const value = Number(values.get(name) ?? 15);
    return Number.isInteger(value) && value >= 8 && value <= 15 ? value : 15;
  };
  return {
    clientNoContextTakeover: values.has('client_no_context_takeover'),
    serverNoContextTakeover: values.has('server_no_context_takeover'),
    clientMaxWindowBits: bits('client_max_window_bits'),
    serverMaxWindowBits: bits('server_max_window_bits'),
  };
}
