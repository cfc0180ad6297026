/** What a scan before sharing tells, and what the user chose. */
import type { ExchangeId } from './exchange.ts';

export type SharingFinding = {
  /** Of its value: the same for the same value, and says nothing of it. */
  readonly id: string;
  /** Id of its rule. */
  readonly rule: string;
  readonly title: string;
  readonly category: 'secret' | 'personal' | 'place';
  /** The value as it may be shown: secrets only by their first and last characters. */
  readonly preview: string;
  readonly count: number;
  /** The first few exchanges that have it. */
  readonly exchanges: readonly ExchangeId[];
};

export type SharingScan = {
  readonly findings: readonly SharingFinding[];
  readonly exchangeCount: number;
  /** Bodies that are no text (images, sound, frames of WebSockets): nobody looked into them. */
  readonly unreadableBodies: number;
};

/** How to redact. */
export type SharingChoice = {
  /** Ids of rules. */
  readonly rules: readonly string[];
  /** Ids of findings that stay. */
  readonly keep: readonly string[];
};
