/** By what the list groups its rows: program, conversation, upstream, time, or not at all. Pure. */
import type { ConversationLink } from '../../shared/model/conversation.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { clientGroup } from '../../shared/reconstruct/client-program.ts';

export const groupings = ['program', 'conversation', 'upstream', 'time', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export type GroupRules = {
  readonly grouping: Grouping;
  /** By exchange; needed for conversations only. */
  readonly links: ReadonlyMap<ExchangeId, ConversationLink>;
  readonly pinned: ReadonlySet<ExchangeId>;
};

/** Of the pinned rows, whatever the rest is grouped by. */
export const pinnedKey = 'group:pinned';

/** The key of the group that a row stands in; null: it stands alone. */
export function groupKey(summary: ExchangeSummary, { grouping, links, pinned }: GroupRules): string | null {
  if (pinned.has(summary.id)) return pinnedKey;
  switch (grouping) {
    case 'program':
      return summary.client.run ? runKey(summary.client.run) : `group:${clientGroup(summary.client)}`;
    case 'conversation':
      return `group:conversation:${links.get(summary.id)?.conversation ?? ''}`;
    case 'upstream':
      return `group:upstream:${summary.upstream ?? ''}`;
    case 'time':
      return `group:time:${hourOf(summary.startedAt)}`;
    case 'none':
      return null;
  }
}

/** The key of the group of a run that the window started. */
export function runKey(run: string): string {
  return `group:run:${run}`;
}

/** The words of a group's head, from its first row. */
export function groupTitle(key: string, first: ExchangeSummary, grouping: Grouping): string {
  if (key === pinnedKey) return 'Pinned';
  switch (grouping) {
    case 'conversation':
      return key === 'group:conversation:' ? 'No conversation' : first.row.text || first.row.label || first.path;
    case 'upstream':
      return first.upstream ?? 'no upstream';
    case 'time':
      return hourWords.format(hourOf(first.startedAt));
    default:
      return first.client.program ?? 'unnamed program';
  }
}

const hourWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

function hourOf(epochMs: number): number {
  return new Date(epochMs).setMinutes(0, 0, 0);
}
