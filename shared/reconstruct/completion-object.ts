/** A completion as plain data, the shape of `decode` and of JSON exports (DESIGN.md section 4). */
import type { Block, Choice, Completion, CompletionObject } from '../model/completion.ts';
import type { BlockKind } from '../model/delta.ts';
import { parseJson } from '../providers/json-reading.ts';

/** Parses tool inputs, so it is for the end or for a look, never per delta. */
export function toCompletionObject(completion: Completion): CompletionObject {
  const { id, model, usage } = completion;
  return { id, model, choices: completion.choices.map(toChoiceObject), usage };
}

function toChoiceObject(choice: Choice): CompletionObject['choices'][number] {
  const refusals = choice.blocks.filter((block) => block.kind === 'refusal');
  return {
    index: choice.index,
    text: joinedText(choice, 'text'),
    reasoning: joinedText(choice, 'reasoning'),
    refusal: refusals.length === 0 ? null : joinedText(choice, 'refusal'),
    toolCalls: choice.blocks.filter((block) => block.kind === 'tool-call').map(toToolCallObject),
    finishReason: choice.finishReason,
  };
}

function joinedText(choice: Choice, kind: BlockKind): string {
  const blocks = choice.blocks.filter((block) => block.kind === kind);
  return blocks.map((block) => block.text).join('');
}

function toToolCallObject(block: Block): CompletionObject['choices'][number]['toolCalls'][number] {
  return { id: block.toolCallId, name: block.name ?? '', input: toolInput(block.text) };
}

/** The arguments parsed; the raw text where it is no JSON (cut off, or the model's slip). */
function toolInput(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}
