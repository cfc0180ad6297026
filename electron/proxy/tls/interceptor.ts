/**
 * Speaks TLS in the name of an intercepted host, and serves what comes out. A program that refuses our certificate is
 * recorded as such, with what to do.
 */
import { Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { type Arrival, type HostMeant, noteArrival } from '../arrival.ts';
import { epochNow } from '../clock.ts';
import type { Interception } from '../proxy-api.ts';
import { closedSilently, handshakeFailure } from './client-refusal.ts';
import { type ConnectExchange, failEstablished } from './connect-exchange.ts';
import type { Leaf } from './leaf-cache.ts';

export type Interceptor = {
  /** The client's TLS handshake is waiting on the exchange's connection. */
  readonly intercept: (exchange: ConnectExchange, target: HostMeant, interception: Interception) => void;
  /** The client has left in the middle of its first message. */
  readonly refuse: (exchange: ConnectExchange, interception: Interception) => void;
};

export type InterceptorOptions = {
  readonly serve: (socket: Socket, isInner: boolean) => void;
  readonly serveHttp2: (socket: Socket) => void;
  readonly onFault: (fault: unknown) => void;
};

/** One connection between the client's first byte and its first request. */
type Handshake = {
  readonly exchange: ConnectExchange;
  readonly arrival: Arrival;
  readonly certificateFile: string;
  /** Epoch ms. */
  securedAt: number | null;
  isFailed: boolean;
};

/** Programs that close this soon after the handshake without asking anything did so because of our certificate. */
const silenceMs = 1000;

/** Speaks TLS as the host that the client means, with a server per leaf that never listens. */
export function createInterceptor(options: InterceptorOptions): Interceptor {
  const handshakes = new Map<string, Handshake>();
  const speakers = new WeakMap<Leaf, tls.Server>();

  const onSecure = (socket: TLSSocket): void => {
    const handshake = handshakes.get(addressOf(transportOf(socket)));
    if (handshake === undefined) {
      socket.destroy();
      return;
    }
    handshake.securedAt = epochNow();
    noteArrival(socket, handshake.arrival);
    if (socket.alpnProtocol === 'h2') options.serveHttp2(socket);
    else options.serve(socket, true);
  };
  const onFailure = (error: Error, socket: TLSSocket): void => {
    const handshake = handshakes.get(addressOf(transportOf(socket)));
    if (handshake !== undefined) fail(handshake, handshakeFailure(error, wordsFor(handshake)));
  };
  const speakerFor = (leaf: Leaf, interception: Interception): tls.Server => {
    const known = speakers.get(leaf);
    if (known !== undefined) return known;
    const speaker = createSpeaker(leaf, interception);
    speaker.on('secureConnection', onSecure);
    speaker.on('tlsClientError', onFailure);
    speakers.set(leaf, speaker);
    return speaker;
  };

  return {
    refuse: (exchange, { certificateFile }) => {
      failEstablished(exchange, handshakeFailure(null, { authority: exchange.authority, certificateFile }));
    },
    intercept: (exchange, target, interception) => {
      const { client } = exchange;
      const arrival = { ...target, isTls: true, transport: client, hasAsked: false };
      const { certificateFile } = interception;
      const handshake: Handshake = { exchange, arrival, certificateFile, securedAt: null, isFailed: false };
      interception.leafFor(target.hostname).then(
        (leaf) => {
          if (client.destroyed) return;
          // Asked while the client is there: Node remembers the answer, and a closed connection gives none.
          const address = addressOf(client);
          handshakes.set(address, handshake);
          // The reason of a failed handshake may be told just after the close.
          client.once('close', () => {
            setImmediate(() => {
              if (handshakes.get(address) === handshake) handshakes.delete(address);
              endSilent(handshake);
            });
          });
          // Nobody else would end our half when the client leaves in the middle of the handshake.
          client.allowHalfOpen = false;
          speakerFor(leaf, interception).emit('connection', client);
        },
        (fault: unknown) => {
          options.onFault(fault);
          const message = `No certificate for ${target.hostname} could be made: ${fault}. Run "wirelens ca renew".`;
          fail(handshake, { kind: 'tls', message });
          client.destroy();
        },
      );
    },
  };
}

/** A TLS server that does not listen: connections are handed to it. The first protocol that the client offers too counts. */
function createSpeaker({ key, cert }: Leaf, interception: Interception): tls.Server {
  const protocols = interception.offersHttp2 === true ? ['h2', 'http/1.1'] : ['http/1.1', 'h2'];
  return tls.createServer({ key, cert, ALPNProtocols: protocols });
}

/**
 * The connection below a TLS socket, as Node has kept it from version 0.12 on. A failed handshake's own socket may know
 * its peer's address no more; without this only the words of the failure would be less exact.
 */
function transportOf(socket: TLSSocket): Socket {
  return '_parent' in socket && socket._parent instanceof Socket ? socket._parent : socket;
}

function addressOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function wordsFor({ exchange, certificateFile }: Handshake) {
  return { authority: exchange.authority, certificateFile };
}

function fail(handshake: Handshake, failure: ReturnType<typeof handshakeFailure>): void {
  if (handshake.isFailed) return;
  handshake.isFailed = true;
  failEstablished(handshake.exchange, failure);
}

/** The connection is closed: was anything asked on it? */
function endSilent(handshake: Handshake): void {
  const { arrival, securedAt } = handshake;
  if (arrival.hasAsked) return;
  if (securedAt === null) fail(handshake, handshakeFailure(null, wordsFor(handshake)));
  else if (epochNow() - securedAt < silenceMs) fail(handshake, closedSilently(wordsFor(handshake)));
}
