/** How the chunks that the AWS SDK opened are compared with ours for Bedrock InvokeModel. No oracle is set aside. */
import { expect } from 'vitest';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';
import { asObject, asObjects, asString, type JsonObject } from '../json-reading.ts';

export const oracleNotes: OracleNotes = {
  format: 'bedrock-invoke',
  deviations: {},
  checkEvents: (decoded, fixture) => {
    const chunks = asObjects(fixture.events).map((event) => asObject(event.chunk) ?? {});
    expect(decoded.records.map((record) => record.outcome)).toEqual(chunks.map(() => 'used'));
    for (const [index, chunk] of chunks.entries()) {
      const texts = decoded.records[index]?.deltas.filter((delta) => delta.type === 'text-delta') ?? [];
      expect(texts.map((delta) => delta.text).join(''), `chunk ${index}`).toBe(textOf(chunk));
    }
    expect(decoded.completion.choices[0]?.text).toBe(chunks.map(textOf).join(''));
    expect(decoded.end).toBe('complete');
    checkMetrics(decoded.completion.usage, asObject(chunks.at(-1)?.['amazon-bedrock-invocationMetrics']));
  },
};

/** The text of a chunk, wherever its family puts it. */
function textOf(chunk: JsonObject): string {
  const delta = asObject(chunk.delta) ?? asObject(asObject(chunk.contentBlockDelta)?.delta);
  const parts = asObjects(chunk.outputs ?? chunk.generations).map((item) => asString(item.text) ?? '');
  const single = chunk.outputText ?? chunk.generation ?? chunk.completion ?? chunk.text ?? delta?.text;
  return (asString(single) ?? '') + parts.join('');
}

/** Every family tells as many tokens as Bedrock counted, but for two: Claude counts a tool's JSON, Command R its own preamble. */
function checkMetrics(usage: { readonly inputTokens: number | null }, metrics: JsonObject | null): void {
  expect(metrics).not.toBeNull();
  expect(usage.inputTokens).toBeGreaterThanOrEqual(Number(metrics?.inputTokenCount));
}
