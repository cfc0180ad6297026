/** Which requests are the first of a loopback connection. On the proxy's thread: a look into a set, no more. */
import type { ClientInfo } from '../../../shared/model/exchange.ts';
import type { ClientSocket } from './system-processes.ts';

const loopback = /^(::1$|(::ffff:)?127\.)/i;

/** Null: no loopback address, or no socket any more. */
export function clientSocket({ address, port, ownPort }: ClientInfo): ClientSocket | null {
  return port > 0 && ownPort !== undefined && ownPort > 0 && loopback.test(address) ? { address, port, ownPort } : null;
}

/** Gives the socket of a connection that is new, and null for one that was announced before. */
export function createNewClients(): (client: ClientInfo, connection?: object) => ClientSocket | null {
  const known = new WeakSet<object>();
  return (client, connection) => {
    if (connection !== undefined) {
      if (known.has(connection)) return null;
      known.add(connection);
    }
    return clientSocket(client);
  };
}
