/** All model families, tried in this order. A new one is one line here. */
import { asObjects, isObject, type JsonObject } from '../json-reading.ts';
import { chatReader, claudeReader, isChat, isNova, novaReader } from './chat-families.ts';
import { cohereChat, cohereCommand } from './cohere-families.ts';
import { familyOf, type ModelFamily } from './family.ts';
import { isMedia, mediaReader } from './media-family.ts';
import { claudeText, completions, jurassic, llama, mistralText, pegasus, titan } from './text-families.ts';
import { createTextReader } from './text-family.ts';

const claudeTypes =
  /^(message|message_start|content_block_start|content_block_delta|content_block_stop|message_delta|message_stop|ping)$/;

const families: readonly ModelFamily[] = [
  familyOf('anthropic', isClaude, claudeReader),
  familyOf('nova', isNova, novaReader),
  familyOf('chat', isChat, chatReader),
  familyOf('titan', isTitan, createTextReader(titan)),
  familyOf('llama', (body) => typeof body.generation === 'string', createTextReader(llama)),
  familyOf('mistral', (body) => asObjects(body.outputs).some(hasText), createTextReader(mistralText)),
  familyOf('claude-text', (body) => typeof body.completion === 'string', createTextReader(claudeText)),
  familyOf('jurassic', (body) => Array.isArray(body.completions), createTextReader(jurassic)),
  familyOf('completions', (body) => asObjects(body.choices).some(hasText), createTextReader(completions)),
  familyOf('cohere-chat', isCohereChat, createTextReader(cohereChat)),
  familyOf('cohere-command', isCohereCommand, createTextReader(cohereCommand)),
  familyOf('pegasus', isPegasus, createTextReader(pegasus)),
  familyOf('media', isMedia, mediaReader),
];

/** The family that a chunk or a whole answer shows; null where it shows none (yet). */
export function findFamily(body: JsonObject): ModelFamily | null {
  return families.find((family) => family.fits(body)) ?? null;
}

function isClaude(body: JsonObject): boolean {
  if (body.type === 'error') return isObject(body.error);
  return typeof body.type === 'string' && claudeTypes.test(body.type);
}

function isTitan(body: JsonObject): boolean {
  return (
    typeof body.outputText === 'string' || asObjects(body.results).some((item) => typeof item.outputText === 'string')
  );
}

function isCohereChat(body: JsonObject): boolean {
  return typeof body.event_type === 'string' || (typeof body.text === 'string' && Array.isArray(body.chat_history));
}

function isCohereCommand(body: JsonObject): boolean {
  return typeof body.is_finished === 'boolean' || asObjects(body.generations).some(hasText);
}

/** A `message` alone is also what errors say. */
function isPegasus(body: JsonObject): boolean {
  return typeof body.message === 'string' && 'finishReason' in body;
}

function hasText(item: JsonObject): boolean {
  return typeof item.text === 'string';
}
