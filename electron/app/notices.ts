/** What the user should know: kept for windows that open later, pushed to those that are open. */
import type { Notice } from '../../shared/ipc/contract.ts';
import { captureNotices } from '../capture/capture-notices.ts';

export type NoticeBoard = {
  /** Newest text wins for a notice of the same id. */
  readonly post: (notice: Notice) => void;
  readonly all: () => readonly Notice[];
};

/** Notices are few; more than this many different ones only keeps the newest. */
const mostNotices = 50;

/** `onNotice` hears each at once. */
export function createNoticeBoard(onNotice: (notice: Notice) => void): NoticeBoard {
  const notices = new Map<string, Notice>();
  return {
    post: (notice) => {
      notices.delete(notice.id);
      notices.set(notice.id, notice);
      const [oldest] = notices.keys();
      if (notices.size > mostNotices && oldest !== undefined) notices.delete(oldest);
      onNotice(notice);
    },
    all: () => [...notices.values()],
  };
}

/** What is known of a notice by its title: where something can be done about it, and which other one it takes the place of. */
const known: Readonly<Record<string, Partial<Notice>>> = {
  [captureNotices.notSaved]: { id: 'captures', panel: 'settings' },
  [captureNotices.savedAgain]: { id: 'captures', tone: 'info' },
  'A trusted certificate cannot be read': { panel: 'interception' },
};

/** A notice of proxy and capture, which know no panels. */
export function trafficNotice(tone: Notice['tone'], title: string, text: string): Notice {
  return { id: title, tone, title, text, ...known[title] };
}
