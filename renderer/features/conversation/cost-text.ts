/** US dollars as the window writes them; an unknown price is said, never 0. */
import type { Conversation } from '../../../shared/model/conversation.ts';

/** `$0.214`, `$0.214+` where some turns have no known price, `cost unknown`. */
export function costText({ costUsd, isCostWhole }: Pick<Conversation, 'costUsd' | 'isCostWhole'>): string {
  return costUsd === null ? 'cost unknown' : `${dollars(costUsd)}${isCostWhole ? '' : '+'}`;
}

/** Three digits that count: `$12.4`, `$0.214`, `$0.00048`. */
export function dollars(costUsd: number): string {
  if (costUsd >= 100) return `$${costUsd.toFixed(0)}`;
  if (costUsd >= 1) return `$${costUsd.toFixed(2)}`;
  return `$${costUsd === 0 ? '0' : String(Number(costUsd.toPrecision(3)))}`;
}
