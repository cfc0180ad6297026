/** Remembers, for sockets that came out of a CONNECT, which host their client believes to talk to. */
import type { Socket } from 'node:net';
import type { HostAndPort } from './authority-form.ts';

/** Whom a client means: a host by name, at another address where `address` says so. */
export type HostMeant = HostAndPort & {
  /** Where the client asked to be connected, when that is not what `hostname` says; null: the host itself. */
  readonly address: string | null;
};

export type Arrival = HostMeant & {
  readonly isTls: boolean;
  /** The client's connection itself, below TLS. */
  readonly transport: Socket;
  /** Has a request come through? Without any, a program may have refused our certificate. */
  hasAsked: boolean;
};

const arrivals = new WeakMap<object, Arrival>();

/** Remembered as long as `socket` is. */
export function noteArrival(socket: Socket, arrival: Arrival): void {
  arrivals.set(socket, arrival);
}

/** Null: a client that talks to us and knows it. */
export function arrivalOf(socket: Socket): Arrival | null {
  return arrivals.get(socket) ?? null;
}

/** Ends a connection so that its client sees a failure and no clean end, also below TLS. */
export function resetConnection(socket: Socket): void {
  const transport = arrivals.get(socket)?.transport ?? socket;
  transport.resetAndDestroy();
  socket.destroy();
}
