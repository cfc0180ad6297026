/**
 * Prompts and answers as the GenAI conventions write them down: JSON texts of messages with parts.
 * @see https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-input-messages.json
 */
import type { RequestPart } from '../model/request-reading.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { spokenAnswer } from './spoken-answer.ts';

/** The opt-in attributes of an exchange. */
export function contentAttributes({
  reading,
  completion,
}: ExportedExchange): readonly (readonly [string, string | null])[] {
  const messages = reading?.messages ?? [];
  const system = messages.filter(({ role }) => role === 'system').flatMap(({ parts }) => parts.map(otelPart));
  const input = messages
    .filter(({ role }) => role !== 'system')
    .map(({ role, name, parts }) => ({ role, parts: parts.map(otelPart), ...(name === null ? {} : { name }) }));
  const output = completion.choices.flatMap((choice) => {
    const answer = spokenAnswer(choice);
    if (answer === null) return [];
    return [{ role: 'assistant', parts: answer.parts.map(otelPart), finish_reason: finishWord(choice.finishReason) }];
  });
  const tools = (reading?.tools ?? []).map(({ name, description, schema }) => ({
    type: 'function',
    name,
    ...(description === null ? {} : { description }),
    ...(schema === null || schema === undefined ? {} : { parameters: schema }),
  }));
  return [
    ['gen_ai.system_instructions', jsonText(system)],
    ['gen_ai.input.messages', jsonText(input)],
    ['gen_ai.output.messages', jsonText(output)],
    ['gen_ai.tool.definitions', jsonText(tools)],
  ];
}

function jsonText(items: readonly object[]): string | null {
  return items.length === 0 ? null : JSON.stringify(items);
}

function otelPart(part: RequestPart): object {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
      return { type: part.kind, content: part.text };
    case 'tool-call':
      return {
        type: 'tool_call',
        ...(part.id === null ? {} : { id: part.id }),
        name: part.name,
        arguments: part.input,
      };
    case 'tool-result': {
      const id = part.toolCallId === null ? {} : { id: part.toolCallId };
      return { type: 'tool_call_response', ...id, response: part.text };
    }
    case 'other':
      return { type: part.label, content: part.native };
    default: {
      const facts = { modality: part.kind, ...(part.mediaType === null ? {} : { mime_type: part.mediaType }) };
      if (part.data !== null) return { type: 'blob', ...facts, content: part.data };
      return { type: 'uri', ...facts, uri: part.url ?? '' };
    }
  }
}

/** The conventions' words for why it stopped. */
function finishWord(reason: string | null): string {
  switch (reason) {
    case 'tool-calls':
      return 'tool_call';
    case 'content-filter':
    case 'refusal':
      return 'content_filter';
    case 'length':
    case 'error':
      return reason;
    default:
      return 'stop';
  }
}
