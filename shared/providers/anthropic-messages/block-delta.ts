/** A `content_block_delta` as deltas. A delta for a block that never started is legal: it opens one. */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome } from '../../model/event-record.ts';
import { asObject, asString, asText, type JsonObject } from '../json-reading.ts';
import { readCitation } from './block-start.ts';

export type BlockDeltaReading = {
  readonly deltas: readonly Delta[];
  readonly reading: string;
  readonly outcome: EventOutcome;
};

/** `native` is the block as it stands after this delta: what a compaction or unknown block is shown by. */
export function readBlockDelta(delta: JsonObject, name: string, native: JsonObject | null): BlockDeltaReading {
  const at = { choice: 0, block: name } as const;
  switch (delta.type) {
    case 'text_delta':
      return piece('text-delta', at, delta.text);
    case 'thinking_delta':
      return piece('reasoning-delta', at, delta.thinking);
    case 'input_json_delta':
      return piece('tool-input-delta', at, delta.partial_json);
    case 'signature_delta': {
      const signature = asString(delta.signature) ?? '';
      return used([{ type: 'block-patch', ...at, signature }], `signature, ${signature.length} characters`);
    }
    case 'citations_delta': {
      const citation = readCitation(asObject(delta.citation) ?? {});
      return used(
        [{ type: 'citation', ...at, citation }],
        citation.title ?? citation.url ?? citation.quote ?? 'citation',
      );
    }
    case 'compaction_delta':
      return used(
        [{ type: 'block-patch', ...at, native: native ?? delta }],
        asText(delta.content) ?? 'compaction failed',
      );
    default:
      return { deltas: [], reading: asText(delta.type) ?? 'delta without a type', outcome: 'unknown' };
  }
}

type PieceType = 'text-delta' | 'reasoning-delta' | 'tool-input-delta';

function piece(type: PieceType, at: { choice: number; block: string }, value: unknown): BlockDeltaReading {
  const text = asString(value) ?? '';
  return used(text === '' ? [] : [{ type, ...at, text }], text);
}

function used(deltas: readonly Delta[], reading: string): BlockDeltaReading {
  return { deltas, reading, outcome: 'used' };
}
