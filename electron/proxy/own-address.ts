/** Where we listen, so that nobody is sent round in a circle through us. */
import type http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isLoopbackName } from './access-guard.ts';
import type { HostAndPort } from './authority-form.ts';

export type OwnAddress = {
  readonly listensOn: (server: http.Server, host: string) => void;
  /** Does this name and port mean us? */
  readonly isOurs: (target: HostAndPort) => boolean;
  /** Does this connection of ours end at ourselves, by whatever name? */
  readonly isLoop: (socket: Socket) => boolean;
};

/** Knows nothing until told what listens. */
export function createOwnAddress(): OwnAddress {
  let server: http.Server | null = null;
  let host = '';
  const ownPort = (): number | null => (server?.address() as AddressInfo | null)?.port ?? null;
  return {
    listensOn: (listening, name) => {
      server = listening;
      host = name.toLowerCase();
    },
    isOurs: ({ hostname, port }) => port === ownPort() && (isLoopbackName(hostname) || hostname === host),
    // Our own address at the other end of our own connection: only this machine can be both.
    isLoop: (socket) =>
      socket.remotePort === ownPort() &&
      (isLoopbackName(socket.remoteAddress ?? '') || socket.remoteAddress === socket.localAddress),
  };
}
