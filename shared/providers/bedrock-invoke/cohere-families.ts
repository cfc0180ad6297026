/** Cohere's two generations on Bedrock: Command (a prompt, `generations`) and Command R (its chat API, version 1). */
import { asObject, asObjects, asString, asText, type JsonObject } from '../json-reading.ts';
import { counts } from './text-families.ts';
import type { TextFamily, TextPiece } from './text-family.ts';

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html */
export const cohereCommand: TextFamily = {
  read: (body) => {
    const generations = asObjects(body.generations);
    if (generations.length > 0) {
      const pieces = generations.map((item, choice): TextPiece => {
        return { choice, text: asString(item.text) ?? '', stop: asText(item.finish_reason) };
      });
      return { id: asText(body.id), pieces, usage: {} };
    }
    const piece = { choice: 0, text: asString(body.text) ?? '', stop: asText(body.finish_reason) };
    return { id: asText(body.id), pieces: [piece], usage: {}, isLast: body.is_finished === true };
  },
  whole: ({ choices, fields }) => {
    const { text: _text, is_finished: _finished, finish_reason: _reason, event_type: _type, ...rest } = fields;
    const known = asObjects(fields.generations);
    const generations = choices.map(({ text, stop }, position) => ({ ...known[position], text, finish_reason: stop }));
    return { ...rest, generations };
  },
};

/**
 * Events by `event_type`; the last one, `stream-end`, repeats the whole answer.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
 */
export const cohereChat: TextFamily = {
  read: (body) => {
    const whole = asObject(body.response);
    const isEnd = body.event_type === 'stream-end' || whole !== null;
    const stop = asText(body.finish_reason) ?? asText(whole?.finish_reason);
    const spoken = isSpoken(body) ? (asString(body.text) ?? '') : '';
    const piece = { choice: 0, text: spoken, stop, calls: callsOf(body) };
    const isLast = isEnd || body.is_finished === true;
    const id = asText(body.generation_id) ?? asText(whole?.generation_id);
    return { id, pieces: [piece], usage: usageOf(asObject((whole ?? body).meta) ?? {}), isLast };
  },
  whole: ({ choices, fields }) => {
    const told = asObject(fields.response);
    if (told !== null) return told;
    const { event_type: _type, is_finished: _finished, ...rest } = fields;
    return { ...rest, text: choices[0]?.text ?? '', finish_reason: choices[0]?.stop ?? null };
  },
};

/** `tool-calls-generation` and others also have a `text`, which was streamed before. */
function isSpoken(body: JsonObject): boolean {
  return body.event_type === undefined || body.event_type === 'text-generation';
}

/** A tool call has no id in this version of the API. */
function callsOf(body: JsonObject): NonNullable<TextPiece['calls']> {
  return asObjects(body.tool_calls).map((call) => ({
    id: null,
    name: asText(call.name) ?? '',
    input: call.parameters ?? {},
  }));
}

function usageOf(meta: JsonObject): ReturnType<typeof counts> {
  const tokens = asObject(meta.tokens) ?? asObject(meta.billed_units) ?? {};
  return counts(tokens.input_tokens, tokens.output_tokens);
}
