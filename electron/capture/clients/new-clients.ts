/** Which requests come from a loopback connection that was not seen a moment ago. On the main thread: a map, no more. */
import type { ClientInfo } from '../../../shared/model/exchange.ts';
import type { ClientSocket } from './system-processes.ts';

/** As long as the finder remembers its answers. */
const freshMs = 2000;
const maxKnown = 1024;
const loopback = /^(::1$|(::ffff:)?127\.)/i;

/** Null: no loopback address, or no socket any more. */
export function clientSocket({ address, port, ownPort }: ClientInfo): ClientSocket | null {
  return port > 0 && ownPort !== undefined && ownPort > 0 && loopback.test(address) ? { address, port, ownPort } : null;
}

/** Gives the socket of a connection that is new, and null for one that was asked about within the last seconds. */
export function createNewClients(
  now: () => number = () => performance.now(),
): (client: ClientInfo) => ClientSocket | null {
  const known = new Map<number, number>();
  return (client) => {
    const at = now();
    const last = known.get(client.port);
    if (last !== undefined && at - last < freshMs) return null;
    const socket = clientSocket(client);
    if (socket === null) return null;
    if (known.size >= maxKnown) known.clear();
    known.set(client.port, at);
    return socket;
  };
}
