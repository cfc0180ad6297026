/** Where the recordings' oracles are not followed for Mistral's chat, each with the fact that explains it; and the events check. */
import { expect } from 'vitest';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';
import { sseEventsOf } from '../../../tests/support/sse-events.ts';
import { asObject, asObjects, isObject, type JsonObject } from '../json-reading.ts';

export const oracleNotes: OracleNotes = {
  format: 'mistral-chat',
  findings: {
    'mistral-chat/semkernel-chat-completions-streaming-function-call-response': {
      because: 'Mistral of 2024 sent calls without an index; the recording ends right after `data: [DONE]`',
      kinds: ['tool-index-missing', 'unterminated-event'],
    },
    'mistral-chat/vercel-mistral-incremental-tool-call': {
      because: 'The first piece is the call, without a role',
      kinds: ['role-missing'],
    },
  },
  deviations: {
    'mistral-chat/rubyllm-chat-audio-models-mistral-voxtral-small-latest-can-under-a339c0': {
      because: 'Audio tokens are only in total_tokens on the wire: we show that total, the AI SDK the sum of two',
      summary: ['totalTokens'],
    },
    'mistral-chat/semkernel-chat-completions-streaming-response': {
      because:
        'The AI SDK refuses every chunk whose role is null, so it has no text; the official SDK refuses usage null',
      summary: ['text'],
    },
  },
  /**
   * `@mistralai/mistralai` drops fields it does not know and adds defaults, so what is compared is what each event says:
   * content, finish reason, the calls' pieces and the counts.
   */
  checkEvents: (decoded, fixture) => {
    const chunks = sseEventsOf(fixture.body).filter(isObject);
    expect(decoded.events.used).toBe(chunks.length);
    const parsed = (fixture.events as readonly JsonObject[]).map((event) => asObject(event.data) ?? {});
    expect(chunks.map(saidOnTheWire)).toEqual(parsed.map(saidBySdk));
  },
};

function saidOnTheWire(chunk: JsonObject): unknown {
  const usage = asObject(chunk.usage);
  return {
    id: chunk.id,
    model: chunk.model,
    counts: [usage?.prompt_tokens, usage?.completion_tokens, usage?.total_tokens],
    choices: asObjects(chunk.choices).map((choice) => {
      const delta = asObject(choice.delta);
      return [choice.index, choice.finish_reason, delta?.content, calls(delta?.tool_calls)];
    }),
  };
}

function saidBySdk(chunk: JsonObject): unknown {
  const usage = asObject(chunk.usage);
  return {
    id: chunk.id,
    model: chunk.model,
    counts: [usage?.promptTokens, usage?.completionTokens, usage?.totalTokens],
    choices: asObjects(chunk.choices).map((choice) => {
      const delta = asObject(choice.delta);
      return [choice.index, choice.finishReason, delta?.content, calls(delta?.toolCalls)];
    }),
  };
}

function calls(value: unknown): unknown {
  return asObjects(value).map((call) => call.function);
}
