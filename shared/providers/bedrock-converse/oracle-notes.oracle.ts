/** Where the recordings' oracles are not followed for Bedrock Converse, and how the SDK's events are compared with ours. */
import { expect } from 'vitest';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';
import type { Delta } from '../../model/delta.ts';
import { asObject, asObjects, asString, type JsonObject } from '../json-reading.ts';

export const oracleNotes: OracleNotes = {
  format: 'bedrock-converse',
  deviations: {},
  checkEvents: (decoded, fixture) => {
    const told = asObjects(fixture.events);
    expect(decoded.records.map((record) => record.flags)).toEqual(told.map(() => []));
    for (const [index, event] of told.entries()) {
      const record = decoded.records[index];
      expect([record?.type, record?.outcome], `event ${index}`).toEqual([typeOf(event), 'used']);
      expect(essence(record?.deltas ?? []), `event ${index}`).toEqual(essenceOfEvent(event));
    }
  },
};

function typeOf(event: JsonObject): string {
  const [name = ''] = Object.keys(event);
  const delta = asObject(asObject(event[name])?.delta);
  return delta === null ? name : `delta.${Object.keys(delta)[0]}`;
}

/** What an event wrote: pieces of text, input and reasoning, whole things by what they are. */
function essence(deltas: readonly Delta[]): unknown {
  return deltas.flatMap((delta): unknown[] => {
    switch (delta.type) {
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-input-delta':
        return [delta.text];
      case 'block-patch':
        return delta.signature === undefined ? [] : [{ signature: delta.signature }];
      case 'citation':
        return [{ citation: delta.citation.native }];
      case 'choice-end':
        return [{ stopReason: delta.rawFinishReason }];
      case 'usage':
        return [delta.usage.totalTokens];
      case 'block-start':
        return delta.toolCallId === undefined ? [] : [{ toolUseId: delta.toolCallId }];
      default:
        return [];
    }
  });
}

function essenceOfEvent(event: JsonObject): unknown {
  const start = asObject(asObject(event.contentBlockStart)?.start) ?? {};
  const tool = asObject(start.toolUse) ?? asObject(start.toolResult);
  if (tool !== null) return [{ toolUseId: tool.toolUseId }];
  const stop = asObject(event.messageStop);
  if (stop !== null) return [{ stopReason: stop.stopReason }];
  const metadata = asObject(event.metadata);
  if (metadata !== null) return [asObject(metadata.usage)?.totalTokens];
  return essenceOfDelta(asObject(asObject(event.contentBlockDelta)?.delta) ?? {});
}

function essenceOfDelta(delta: JsonObject): unknown {
  const reasoning = asObject(delta.reasoningContent);
  if (typeof reasoning?.signature === 'string') return [{ signature: reasoning.signature }];
  if (asObject(delta.citation) !== null) return [{ citation: delta.citation }];
  const piece = asString(delta.text) ?? asString(asObject(delta.toolUse)?.input) ?? asString(reasoning?.text) ?? '';
  return piece === '' ? [] : [piece];
}
