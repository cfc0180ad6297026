/** Tells the connections that passed unread from exchanges. */
import type { ExchangeSummary } from '../model/exchange.ts';

/** A CONNECT that we did not look into; one that came to nothing is a failure like others. */
export function isTunnel({ method, end }: Pick<ExchangeSummary, 'method' | 'end'>): boolean {
  return method === 'CONNECT' && end !== 'failed';
}
