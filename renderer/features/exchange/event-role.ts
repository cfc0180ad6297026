/** Which of the window's roles (tokens.css `--role-*`) an event, a block or a lane segment is drawn in. Pure. */
import type { BlockKind, Delta } from '../../../shared/model/delta.ts';
import type { EventRecord } from '../../../shared/model/event-record.ts';

/** Index into this list is what typed arrays hold; the name is the CSS token (`--role-text`, `--danger`). */
export const roles = ['frame', 'text', 'reasoning', 'tool', 'user', 'system', 'danger', 'warning'] as const;

export type Role = (typeof roles)[number];

const roleByKind: Readonly<Record<BlockKind, Role>> = {
  text: 'text',
  reasoning: 'reasoning',
  refusal: 'text',
  'tool-call': 'tool',
  'tool-result': 'user',
  image: 'text',
  audio: 'text',
  other: 'system',
};

/** The role of a block of this kind. */
export function roleOfBlock(kind: BlockKind): Role {
  return roleByKind[kind];
}

/** The CSS custom property that holds a role's colour. */
export function colorOfRole(role: Role): string {
  return role === 'danger' || role === 'warning' ? `var(--${role})` : `var(--role-${role})`;
}

const kindByContent: Readonly<Record<string, BlockKind>> = {
  'text-delta': 'text',
  'reasoning-delta': 'reasoning',
  'refusal-delta': 'refusal',
  'tool-input-delta': 'tool-call',
  'data-delta': 'image',
  citation: 'text',
};

/** The kind of content that a delta writes; null for frames (start, stop, usage). */
export function contentKind(delta: Delta): BlockKind | null {
  return kindByContent[delta.type] ?? null;
}

/** The role an event is drawn in: trouble first, then what it wrote, else a frame. */
export function roleOfEvent(event: EventRecord): Role {
  if (event.origin === 'wirelens') return 'warning';
  if (event.outcome === 'malformed') return 'danger';
  if (event.deltas.some((delta) => delta.type === 'response-error')) return 'danger';
  if (event.outcome === 'unknown') return 'warning';
  if (event.origin === 'client') return 'user';
  for (const delta of event.deltas) {
    const kind = contentKind(delta);
    if (kind !== null) return roleOfBlock(kind);
  }
  return 'frame';
}

/** Characters per token that our estimates reckon with; every figure made with it is shown with `~`. */
export const charactersPerToken = 4;

/** Our estimate of the tokens that an event wrote; base64 data counts as none. */
export function estimatedTokens(event: EventRecord): number {
  let characters = 0;
  for (const delta of event.deltas) {
    if (delta.type === 'data-delta') continue;
    if (contentKind(delta) !== null && 'text' in delta) characters += delta.text.length;
  }
  return characters / charactersPerToken;
}
