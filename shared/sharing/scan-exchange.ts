/** A scan over exchanges, one at a time: every text that an export could hold. */
import type { ExportedExchange } from '../export/exported-exchange.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { ExchangeId } from '../model/exchange.ts';
import type { SharingFinding, SharingScan } from '../model/sharing.ts';
import { mapStrings, mapStringsIn } from './json-strings.ts';
import type { SharingRule } from './rules.ts';
import { findingId, scanText } from './scan-text.ts';

export type Scanner = {
  readonly add: (exchange: ExportedExchange) => void;
  readonly result: () => SharingScan;
};

const mostExchanges = 5;

/** Of one scan: the same value in several exchanges is one finding. */
export function createScanner(rules: readonly SharingRule[]): Scanner {
  const findings = new Map<string, Omit<SharingFinding, 'exchanges'> & { readonly exchanges: Set<ExchangeId> }>();
  let exchangeCount = 0;
  let unreadableBodies = 0;

  const look = (id: ExchangeId, text: string): string => {
    for (const { rule, value } of scanText(text, rules)) {
      const key = findingId(value);
      const known = findings.get(key);
      const exchanges = (known?.exchanges ?? new Set<ExchangeId>()).add(id);
      const { id: ruleId, title, category } = rule;
      const preview = known?.preview ?? previewOf(value, rule);
      findings.set(key, { id: key, rule: ruleId, title, category, preview, count: (known?.count ?? 0) + 1, exchanges });
    }
    return text;
  };
  return {
    add: ({ detail, completion, request, response, injected, messages }) => {
      const { id } = detail.summary;
      const lookAt = (text: string): string => look(id, text);
      exchangeCount += 1;
      mapStrings({ start: detail.start, response: detail.response }, lookAt);
      for (const { decoded } of [request, response, injected]) {
        const { text, isValid } = decodeUtf8(decoded);
        if (isValid) mapStringsIn(text, lookAt);
        else unreadableBodies += 1;
      }
      if (messages !== undefined) unreadableBodies += 1;
      // What a stream says in pieces is whole only here.
      for (const { blocks } of completion.choices) for (const { text } of blocks) lookAt(text);
    },
    result: () => ({
      findings: [...findings.values()].map((one) => ({
        ...one,
        exchanges: [...one.exchanges].slice(0, mostExchanges),
      })),
      exchangeCount,
      unreadableBodies,
    }),
  };
}

function previewOf(value: string, { category }: SharingRule): string {
  const line = value.replaceAll(/\s+/g, ' ');
  if (category !== 'secret') return line.slice(0, 80);
  return line.length < 16 ? `${line.slice(0, 2)}…` : `${line.slice(0, 6)}…${line.slice(-4)}`;
}
