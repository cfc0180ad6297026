/** Which deltas are words of the model, and of which kind: what a token clock, the lane and the live dot go by. */
import { assertNever } from '../lib/assert-never.ts';
import type { BlockKind, Delta } from '../model/delta.ts';

/** The kind of content that a delta brings; null when it brings none. The start of a tool call does: it names the tool. */
export function contentKind(delta: Delta): BlockKind | null {
  switch (delta.type) {
    case 'text-delta':
      return delta.text === '' ? null : 'text';
    case 'reasoning-delta':
      return delta.text === '' ? null : 'reasoning';
    case 'refusal-delta':
      return delta.text === '' ? null : 'refusal';
    case 'tool-input-delta':
      return delta.text === '' ? null : 'tool-call';
    case 'data-delta':
      return delta.text === '' ? null : 'audio';
    case 'block-start':
      return delta.kind === 'tool-call' || delta.kind === 'tool-result' ? delta.kind : null;
    case 'response-start':
    case 'block-patch':
    case 'citation':
    case 'block-end':
    case 'choice-end':
    case 'usage':
    case 'response-error':
    case 'response-end':
      return null;
    default:
      return assertNever(delta);
  }
}

/** The kind of the last content that an event's deltas bring; null when they bring none. A loop: asked three times per event. */
export function lastContentKind(deltas: readonly Delta[]): BlockKind | null {
  for (let index = deltas.length - 1; index >= 0; index -= 1) {
    const kind = contentKind(deltas[index] as Delta);
    if (kind !== null) return kind;
  }
  return null;
}

/** Characters that the model wrote in a delta (images and audio not counted: their tokens are no text). */
export function writtenCharacters(delta: Delta): number {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
      return delta.text.length;
    default:
      return 0;
  }
}
