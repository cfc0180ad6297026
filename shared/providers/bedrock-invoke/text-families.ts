/** The families whose answers are plain text: Titan, Llama, Mistral's prompts, Claude 2, Jurassic and bare completions. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, asObjects, asString, asText, indexOr, type JsonObject } from '../json-reading.ts';
import type { TextFamily, TextPiece } from './text-family.ts';

/** Counts that are there, under our names. */
export function counts(input: unknown, output: unknown): UsageReport {
  const [inputTokens, outputTokens] = [asNumber(input), asNumber(output)];
  return {
    ...(inputTokens === null ? {} : { inputTokens }),
    ...(outputTokens === null ? {} : { outputTokens }),
  };
}

function onlyPiece(text: unknown, stop: unknown): readonly TextPiece[] {
  return [{ choice: 0, text: asString(text) ?? '', stop: asText(stop) }];
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
export const titan: TextFamily = {
  read: (body) => {
    const results = asObjects(body.results);
    if (results.length === 0) {
      // `index` numbers the chunks of a stream, not choices.
      const usage = counts(body.inputTextTokenCount, body.totalOutputTextTokenCount);
      return { pieces: onlyPiece(body.outputText, body.completionReason), usage };
    }
    const pieces = results.map((result, choice): TextPiece => {
      return { choice, text: asString(result.outputText) ?? '', stop: asText(result.completionReason) };
    });
    const outputs = results.map((result) => asNumber(result.tokenCount) ?? 0);
    return {
      pieces,
      usage: counts(
        body.inputTextTokenCount,
        outputs.reduce((sum, count) => sum + count, 0),
      ),
    };
  },
  whole: ({ choices, fields }) => {
    const { outputText: _text, index: _index, completionReason, totalOutputTextTokenCount, ...rest } = fields;
    const results = choices.map(({ text, stop }) => ({
      tokenCount: totalOutputTextTokenCount ?? null,
      outputText: text,
      completionReason: stop ?? completionReason ?? null,
    }));
    return { ...rest, results };
  },
};

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html */
export const llama: TextFamily = {
  read: (body) => ({
    pieces: onlyPiece(body.generation, body.stop_reason),
    usage: counts(body.prompt_token_count, body.generation_token_count),
  }),
  whole: ({ choices, fields }) => ({ ...fields, generation: choices[0]?.text ?? '' }),
};

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html */
export const mistralText: TextFamily = {
  read: (body) => ({
    pieces: asObjects(body.outputs).map((output, choice) => ({
      choice,
      text: asString(output.text) ?? '',
      stop: asText(output.stop_reason),
    })),
    usage: {},
  }),
  whole: ({ choices, fields }) => ({
    ...fields,
    outputs: choices.map(({ text, stop }) => ({ text, stop_reason: stop })),
  }),
};

/** TwelveLabs' words about a video. @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-pegasus.html */
export const pegasus: TextFamily = {
  read: (body) => ({ pieces: onlyPiece(body.message, body.finishReason), usage: {} }),
  whole: ({ choices, fields }) => ({ ...fields, message: choices[0]?.text ?? '' }),
};

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-text-completion.html */
export const claudeText: TextFamily = {
  read: (body) => ({ id: asText(body.id), pieces: onlyPiece(body.completion, body.stop_reason), usage: {} }),
  whole: ({ choices, fields }) => ({ ...fields, completion: choices[0]?.text ?? '' }),
};

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jurassic2.html */
export const jurassic: TextFamily = {
  read: (body) => {
    const id = asNumber(body.id) ?? asText(body.id);
    const pieces = asObjects(body.completions).map((completion, choice): TextPiece => {
      const stop = asText(asObject(completion.finishReason)?.reason);
      return { choice, text: asString(asObject(completion.data)?.text) ?? '', stop };
    });
    return { id: id === null ? null : String(id), pieces, usage: {} };
  },
  whole: ({ fields }) => fields,
};

/** `choices` of plain text: DeepSeek's prompts, imported models. @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-deepseek.html */
export const completions: TextFamily = {
  read: (body) => {
    const usage = asObject(body.usage) ?? {};
    const pieces = asObjects(body.choices).map((item, position): TextPiece => {
      const stop = asText(item.finish_reason) ?? asText(item.stop_reason);
      return { choice: indexOr(item.index, position), text: asString(item.text) ?? '', stop };
    });
    return { id: asText(body.id), pieces, usage: counts(usage.prompt_tokens, usage.completion_tokens) };
  },
  whole: ({ choices, fields }) => {
    const last = asObjects(fields.choices);
    const items = choices.map(({ choice, text, stop }, position): JsonObject => {
      const known = last.find((item, at) => indexOr(item.index, at) === choice) ?? last[position] ?? {};
      return { ...known, text, ['finish_reason' in known ? 'finish_reason' : 'stop_reason']: stop };
    });
    return { ...fields, choices: items };
  },
};
